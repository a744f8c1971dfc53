namespace CC.Server.Diagnostics;

/// <summary>What is told of a node's statistics, how often, and where.</summary>
/// <param name="JobName">The node's name.</param>
/// <param name="LogsLine">Whether the statistics line is logged.</param>
/// <param name="Period">How often.</param>
/// <param name="File">The status file; empty for none.</param>
/// <param name="Level">How much of it: 0 none, 1 header, 2 totals and the latest period, 3 running averages.</param>
internal sealed record ReportModel(string JobName, bool LogsLine, TimeSpan Period, string File, int Level)
{
    public bool WritesFile => File.Length > 0 && Level > 0;
}
