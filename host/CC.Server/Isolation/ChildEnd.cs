namespace CC.Server.Isolation;

/// <summary>How a component's process has ended.</summary>
/// <param name="ExitCode">Its exit code, as the runtime has it.</param>
/// <param name="Killed">Whether it was killed here, since it did not end when it was told to.</param>
/// <param name="Output">What it has written.</param>
internal sealed record ChildEnd(int ExitCode, bool Killed, ChildOutput Output);
