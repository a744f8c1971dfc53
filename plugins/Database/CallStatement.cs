using System.Globalization;
using System.Text.Json;

namespace CC.Plugins.Database;

/// <summary>
/// The statement of a call. Arguments are parameters without a type, so that PostgreSQL finds the function as it does for
/// <c>select f('1', '2')</c>.
/// </summary>
internal static class CallStatement
{
    public static string Of(FunctionCall call) =>
        $"select {call.Function}({string.Join(", ", call.Arguments.Select((argument, index) => Place(argument.Name, index)))})";

    /// <summary>The same, to have PostgreSQL find out which parameters are arrays.</summary>
    public static string Preparing(string name, FunctionCall call) => $"prepare {FunctionName.Quote(name)} as {Of(call)}";

    /// <summary>A parameter as PostgreSQL reads it; null is NULL.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isArray">Whether the function's parameter is an array; then lists are written as one, else as JSON.</param>
    public static string? ParameterOf(JsonElement value, bool isArray) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array when isArray => ArrayText.Of(value),
        _ => value.GetRawText(),
    };

    private static string Place(string? name, int index)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"${index + 1}");
        return name is null ? place : $"{FunctionName.Quote(name)} := {place}";
    }
}
