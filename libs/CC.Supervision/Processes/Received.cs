namespace CC.Supervision.Processes;

/// <summary>
/// Called with what a process has written, in the order of writing, on the one thread that reads for all of them: it must not throw, nor block for long, since the processes wait meanwhile.
/// </summary>
/// <param name="stream">The descriptor as the process has it: 1 is standard output, 2 standard error, from 3 on its custom streams.</param>
/// <param name="octets">What was written; valid during the call only.</param>
public delegate void Received(int stream, ReadOnlySpan<byte> octets);
