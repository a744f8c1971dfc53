using System.Text.Json.Serialization;

namespace CC.Supervision.Stats;

/// <summary>What a process uses. As JSON it has gaffer's names for what gaffer had.</summary>
/// <param name="Pid">The supervisor's number of it.</param>
/// <param name="OsPid">The system's.</param>
/// <param name="MemInfo1">Its resident memory as a text: <c>12M</c>.</param>
/// <param name="MemInfo2">Its address space as a text.</param>
/// <param name="Cpu">Percent of one processor since the sample before; of the first, since its start.</param>
/// <param name="Mem">Percent of the machine's memory.</param>
/// <param name="Ctime">Processor time, <c>minutes:seconds.hundredths</c>.</param>
public sealed record ProcessStats(
    int Pid,
    int OsPid,
    [property: JsonPropertyName("mem_info1")] string MemInfo1,
    [property: JsonPropertyName("mem_info2")] string MemInfo2,
    double Cpu,
    double Mem,
    string Ctime)
{
    /// <summary>Resident memory in octets.</summary>
    public long Rss { get; init; }

    /// <summary>Address space in octets.</summary>
    public long Vms { get; init; }

    /// <summary>Of the resident memory what is shared with others, in octets.</summary>
    public long Shared { get; init; }

    /// <summary>Open descriptors; null if this user may not see them.</summary>
    public int? Fds { get; init; }

    /// <summary>Threads.</summary>
    public int Threads { get; init; }

    /// <summary>What it has started, at any depth.</summary>
    public int Children { get; init; }

    /// <summary>How long ago it was started, in seconds, whoever has.</summary>
    public double Uptime { get; init; }

    /// <summary>Resident memory of it and of all that it has started, in octets.</summary>
    public long TreeRss { get; init; }
}
