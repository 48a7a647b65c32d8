// One import gives an embedder the whole vocabulary: positions, events, resources, requests.
@_exported public import Directory
@_exported public import EventLog
@_exported public import JSONTape
@_exported public import Projections
@_exported public import Provisioning
@_exported public import ProvisioningConnectors
@_exported public import ProvisioningJobs
@_exported public import SCIM
@_exported public import ServiceProvider
