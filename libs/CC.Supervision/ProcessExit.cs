using System.Globalization;

namespace CC.Supervision;

/// <summary>How a process has ended.</summary>
/// <param name="Status">What it returned; 0 if a signal has ended it, -1 if nobody knows, as it was started by another.</param>
/// <param name="Signal">The signal that has ended it; 0 if none.</param>
public readonly record struct ProcessExit(int Status, int Signal)
{
    /// <summary>Of a process that is no child: that it has ended is all that is known.</summary>
    public static ProcessExit Unknown { get; } = new(-1, 0);

    /// <summary>Whether it has ended by itself and says that all is well.</summary>
    public bool IsSuccess => this is { Status: 0, Signal: 0 };

    /// <summary>The same in words.</summary>
    public override string ToString() => Signal > 0 ? $"was killed by {Signals.NameOf(Signal)}"
        : Status < 0 ? "ended, nobody knows how"
        : string.Create(CultureInfo.InvariantCulture, $"ended with exit code {Status}");
}
