using CC.Sdk.Options;

namespace CC.Plugins.JobMgr;

/// <summary>A job manager's section.</summary>
public sealed record JobMgrOptions
{
    /// <summary>The sections of the daemons to keep running.</summary>
    [Option(Refers = SectionKind.Daemon, ReferredOptions = typeof(JobOptions))]
    public IReadOnlyList<string> Daemons { get; init; } = [];

    /// <summary>Where jobs are kept that were loaded by messages; by default beside the node's pidfile, with the extension .jobs.</summary>
    [Option(Path = true)]
    public string State { get; init; } = "";
}
