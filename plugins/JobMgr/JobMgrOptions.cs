using CC.Sdk.Options;

namespace CC.Plugins.JobMgr;

/// <summary>A job manager's section.</summary>
public sealed record JobMgrOptions
{
    /// <summary>The sections of the daemons to keep running.</summary>
    [Option(Required = true, Refers = SectionKind.Daemon, ReferredOptions = typeof(JobOptions))]
    public IReadOnlyList<string> Daemons { get; init; } = [];
}
