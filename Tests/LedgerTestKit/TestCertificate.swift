/// A certificate for localhost and 127.0.0.1, good from 2020 to 2120, and keys. They open nothing: they were
/// made for these tests, and nobody trusts them.
public enum TestCertificate {
  public static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBZzCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
    c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
    CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABEzMc/dI2bEPLOb1
    2tGAXtPZWfJ+PKYiq8vIYoQWcNX3lkRR7P9V4xnlVjCtTT33O9bQG9lsqBJIKYNh
    g3caDPKjTjBMMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJbG9jYWxob3N0
    hwR/AAABMB0GA1UdDgQWBBT+5VJk9sFCEWxit2dQedk/+eOI+zAKBggqhkjOPQQD
    AgNIADBFAiEAggyk46NK+3LoErd43K/K9RrHjzeVxsP6ABHtqBU/vwUCIDKd0Qf4
    LInbr7OgWjnCfTAwuraKfAlS1Y0TFszbm09t
    -----END CERTIFICATE-----
    """

  public static let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgzGdM5g1AdfAZ7GJl
    gujfPHOlZCD28lrnDn8/esgBXiChRANCAARMzHP3SNmxDyzm9drRgF7T2Vnyfjym
    IqvLyGKEFnDV95ZEUez/VeMZ5VYwrU099zvW0BvZbKgSSCmDYYN3Ggzy
    -----END PRIVATE KEY-----
    """

  /// A key that is not the certificate's.
  public static let otherKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgLqXiPW8kwoXMQv0D
    up6eTkVufPrO/b43h5Tlf1vinFGhRANCAAQBTfMGcxuOCeJOiAn0NmR8vuM5R2EW
    owhXyLYtsNKhBNoRl4iAOyz3P5792IBgSTRnMLspj2w33WAfNe5n9v46
    -----END PRIVATE KEY-----
    """
}
