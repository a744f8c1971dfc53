namespace CC.Supervision.Streams;

/// <summary>What a process has written, as much as was read at once: neither a line nor a message.</summary>
/// <param name="Label">The stream's label in the job.</param>
/// <param name="Name">The job's full name.</param>
/// <param name="Pid">The supervisor's number of the process.</param>
/// <param name="Data">The octets; none when the process has ended, and nothing more comes.</param>
public sealed record OutputChunk(string Label, string Name, int Pid, ReadOnlyMemory<byte> Data)
{
    /// <summary>About what a chunk takes beside its octets.</summary>
    private const int Overhead = 128;

    /// <summary>The octets of memory that it takes while it waits.</summary>
    internal int Size => Data.Length + Overhead;
}
