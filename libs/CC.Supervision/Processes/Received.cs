namespace CC.Supervision.Processes;

/// <summary>
/// Called with what a process has written, in the order of writing, on the one thread that reads for all of them: it must not throw, nor block for long, since the processes wait meanwhile.
/// Returns when there is room for more: until that completes the stream is not read, but for what is left in it when the process has ended.
/// </summary>
/// <param name="stream">The descriptor as the process has it: 1 is standard output, 2 standard error, from 3 on its custom streams.</param>
/// <param name="octets">What was written; valid during the call only.</param>
public delegate Task Received(int stream, ReadOnlySpan<byte> octets);
