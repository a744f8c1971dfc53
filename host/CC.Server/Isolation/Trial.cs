using CC.Server.Components;

namespace CC.Server.Isolation;

/// <summary>Says how it went to make a component in a process of its own.</summary>
internal static class Trial
{
    /// <summary>Whoever tries a component out waits for it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <exception cref="ComponentException">The component can't be made.</exception>
    public static void Judge(ChildEnd end, string section, string name, bool isLate)
    {
        if (WhyNot(end, isLate) is { } why)
        {
            throw new ComponentException(end.Output.Words.Reason ?? $"[{section}] {name} can't be made: {why}");
        }
    }

    /// <summary>Why a trial has not succeeded; null if it has.</summary>
    private static string? WhyNot(ChildEnd end, bool isLate)
    {
        var process = $"its process {end.Output.Process}";
        return end switch
        {
            { Killed: true, Output.WhenTried.IsCompleted: true } or { ExitCode: 0, Output.WhenTried.IsCompleted: true } => null,
            { Killed: true } => $"{process} has not ended in time (probe-timeout), and was killed",
            { ExitCode: 0 } when isLate => $"{process} has ended before it was made, since its time was over",
            _ => $"{process} {ExitReason.Of(end.ExitCode)}{end.Output.Words}",
        };
    }
}
