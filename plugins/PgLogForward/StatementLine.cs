using System.Globalization;
using System.Text.RegularExpressions;

namespace CC.Plugins.PgLogForward;

/// <summary>What a line of the log says of the use of the database.</summary>
/// <param name="Action">What was done; null for a statement that is not looked into.</param>
/// <param name="ActionMilliseconds">How long that took.</param>
/// <param name="Calls">How many calls.</param>
/// <param name="StatementMilliseconds">How long the statement took.</param>
internal sealed partial record StatementLine(string? Action, double ActionMilliseconds, int Calls, double StatementMilliseconds)
{
    /// <summary>Null if it says nothing.</summary>
    /// <param name="message">The line.</param>
    /// <param name="parseStatements">Whether statements are counted; else calls of functions, where they are logged.</param>
    public static StatementLine? Read(string message, bool parseStatements)
    {
        if (message.StartsWith("connection authorized:", StringComparison.Ordinal))
        {
            return new StatementLine("connect", 0, 0, 0);
        }

        if (message.StartsWith("disconnection", StringComparison.Ordinal))
        {
            return new StatementLine("disconnect", Disconnection().Match(message) is { Success: true } end ? SessionTime(end) : 0, 0, 0);
        }

        if (!parseStatements && FunctionCall().Match(message) is { Success: true } call)
        {
            return new StatementLine(call.Groups["name"].Value, Number(call, "microseconds") / 1000, (int)Math.Min(Number(call, "calls"), int.MaxValue), 0);
        }

        return Duration().Match(message) is { Success: true } statement
            ? new StatementLine(null, 0, parseStatements ? 1 : 0, Number(statement, "milliseconds"))
            : null;
    }

    private static double SessionTime(Match end) =>
        1000 * ((Number(end, "hours") * 3600) + (Number(end, "minutes") * 60) + Number(end, "seconds"));

    private static double Number(Match match, string group) =>
        double.TryParse(match.Groups[group].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : 0;

    [GeneratedRegex(@"^disconnection:\s+session\s+time:\s+(?<hours>[0-9]+):(?<minutes>[0-9]+):(?<seconds>[0-9.]+)\s+user=", RegexOptions.CultureInvariant)]
    private static partial Regex Disconnection();

    [GeneratedRegex(@"function\scall:\s(?<name>[\w.]+\([0-9]+\))\s+calls=(?<calls>[0-9]+)\s+time=(?<microseconds>[0-9]+)\s+self_time=[0-9]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FunctionCall();

    [GeneratedRegex(@"duration:\s+(?<milliseconds>[0-9.]+)\s+[a-z]+\s+(?:statement|execute\s<[^>]*>):", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
