using System.Globalization;

namespace CC.Supervision.Jobs;

/// <summary>A change of how many processes a job has: <c>3</c> or <c>+3</c> adds, <c>-3</c> takes away, <c>=3</c> sets.</summary>
public readonly record struct Scaling(char Operator, int Number)
{
    /// <summary>More than any machine runs.</summary>
    private const int Greatest = 100_000;

    /// <summary>Adds a number, or takes it away if it is negative.</summary>
    public static Scaling By(int number) => number > 0 ? new Scaling('+', number) : new Scaling('-', -number);

    /// <summary>Reads a change.</summary>
    /// <exception cref="SupervisorException">400: it is none.</exception>
    public static Scaling Parse(string text)
    {
        var (sign, digits) = text is ['+' or '-' or '=', .. var rest] ? (text[0], rest) : ('+', text);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Greatest
            ? new Scaling(sign, number)
            : throw new SupervisorException(400, "bad_operation", $"'{text}' is no change of scale; it has to be a number, or '+', '-' or '=' and a number, up to {Greatest}");
    }

    /// <summary>The number after the change; never less than none.</summary>
    public int Apply(int current) => Math.Clamp(
        Operator switch
        {
            '=' => Number,
            '-' => current - Number,
            _ => current + Number,
        },
        0,
        Greatest);
}
