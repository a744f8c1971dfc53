namespace CC.Programs;

/// <summary>How a program has ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number, if one has ended it.</param>
/// <param name="WasTold">Whether it was told to end.</param>
public sealed record ProgramEnd(int ExitCode, bool WasTold)
{
    private const int SignalBase = 128;

    /// <summary>Whether a signal has ended it that was not sent from here.</summary>
    public bool HasVanished => !WasTold && ExitCode > SignalBase;

    /// <summary>How it has ended, in words.</summary>
    public override string ToString() => ExitCode > SignalBase ? $"was killed by signal {ExitCode - SignalBase}" : $"ended with exit code {ExitCode}";
}
