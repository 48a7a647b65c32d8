// The same import gives the provisioning engine: jobs, their ledgers, and the expressions of their mappings.
@_exported public import MappingExpressions
@_exported public import Provisioning
@_exported public import ProvisioningConnectors
@_exported public import ProvisioningJobs
