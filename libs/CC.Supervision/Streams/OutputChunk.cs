namespace CC.Supervision.Streams;

/// <summary>What a process has written, as much as was read at once: neither a line nor a message.</summary>
/// <param name="Label">The stream's label in the job.</param>
/// <param name="Name">The job's full name.</param>
/// <param name="Pid">The supervisor's number of the process.</param>
/// <param name="Data">The octets.</param>
public sealed record OutputChunk(string Label, string Name, int Pid, ReadOnlyMemory<byte> Data);
