namespace CC.Server.Diagnostics;

/// <summary>How much is logged, as -q and -v say.</summary>
internal enum Verbosity
{
    Quiet,
    Normal,
    Debug,
    Trace,
}
