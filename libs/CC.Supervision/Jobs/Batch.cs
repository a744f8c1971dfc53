using System.Globalization;

namespace CC.Supervision.Jobs;

/// <summary>How many processes of a job are replaced together: a number, or a percentage.</summary>
/// <param name="Number">The number, at least 1.</param>
/// <param name="IsPercent">Whether it is of a hundred; never less than one process.</param>
public readonly record struct Batch(int Number, bool IsPercent = false)
{
    private const int Greatest = 100_000;

    /// <summary>Reads <c>2</c> or <c>25%</c>.</summary>
    /// <exception cref="SupervisorException">400: it is neither.</exception>
    public static Batch Parse(string text)
    {
        var isPercent = text.EndsWith('%');
        return int.TryParse(isPercent ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= (isPercent ? 100 : Greatest)
            ? new Batch(number, isPercent)
            : throw new SupervisorException(400, "bad_operation", $"batch is '{text}'; it has to be a number of processes from 1 on, or 1% to 100%");
    }

    /// <summary>How many of so many.</summary>
    public int Of(int total) => IsPercent ? Math.Max(1, total * Number / 100) : Number;
}
