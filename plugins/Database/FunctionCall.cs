using System.Text.Json;
using CC.Sdk;

namespace CC.Plugins.Database;

/// <summary>What a message asks for, found to be usable.</summary>
/// <param name="Written">The function as the caller spells it.</param>
/// <param name="Function">The function.</param>
/// <param name="Arguments">Its arguments; either all have names, or none has.</param>
/// <param name="Return">What is wanted back.</param>
internal sealed record FunctionCall(string Written, FunctionName Function, IReadOnlyList<(string? Name, JsonElement Value)> Arguments, ReturnMode Return)
{
    /// <summary>As many as a function can have.</summary>
    private const int MostArguments = 100;

    /// <exception cref="MessageException">The body can't be used.</exception>
    public static FunctionCall Of(DatabaseCall body)
    {
        if (body.Function is not { Length: > 0 } written || FunctionName.Read(written) is not { } function)
        {
            throw new MessageException(MessageFault.BadField, "function is not the name of one, or SCHEMA.NAME");
        }

        var arguments = ReadArguments(body);
        return arguments.Count <= MostArguments
            ? new FunctionCall(written, function, arguments, ModeOf(body.Return))
            : throw new MessageException(MessageFault.BadField, $"params has {arguments.Count} arguments; a function has at most {MostArguments}");
    }

    /// <summary>JSON may have halves of characters, as <c>"\ud800"</c>, which are no text.</summary>
    private static IReadOnlyList<(string? Name, JsonElement Value)> ReadArguments(DatabaseCall body)
    {
        try
        {
            CheckTexts(body.Ident);
            var arguments = ArgumentsOf(body.Parameters);
            foreach (var (_, value) in arguments)
            {
                CheckTexts(value);
            }

            return arguments;
        }
        catch (InvalidOperationException half)
        {
            throw new MessageException(MessageFault.BadField, "params, or ident, has half of a character (a single surrogate)", half);
        }
    }

    private static void CheckTexts(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    CheckTexts(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var field in value.EnumerateObject())
                {
                    _ = field.Name;
                    CheckTexts(field.Value);
                }

                break;
        }
    }

    private static ReturnMode ModeOf(string? text) => text switch
    {
        null or "" or "no" => ReturnMode.Nothing,
        "all" => ReturnMode.All,
        "one" => ReturnMode.One,
        "json" => ReturnMode.Json,
        _ => throw new MessageException(MessageFault.BadField, "return is no, all, one or json"),
    };

    private static IReadOnlyList<(string? Name, JsonElement Value)> ArgumentsOf(JsonElement parameters) => parameters.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => [],
        JsonValueKind.Array => [.. parameters.EnumerateArray().Select(value => ((string?)null, value))],
        JsonValueKind.Object => [.. parameters.EnumerateObject().Select(field => ((string?)NameOf(field.Name), field.Value))],
        JsonValueKind.String => ArgumentsOf(Parse(parameters.GetString()!)),
        _ => throw Unusable(),
    };

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text) is { ValueKind: JsonValueKind.Array or JsonValueKind.Object } list ? list : throw Unusable();
        }
        catch (JsonException broken)
        {
            throw new MessageException(MessageFault.BadField, $"params is a text, but no JSON: {broken.Message.TrimEnd('.')}", broken);
        }
    }

    /// <summary>As in SQL, capitals make no difference.</summary>
    private static string NameOf(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
        ? name.ToLowerInvariant()
        : throw new MessageException(MessageFault.BadField, $"params names the argument '{name}'; a name has letters, digits and '_'");

    private static MessageException Unusable() => new(MessageFault.BadField, "params is neither a list nor an object, nor the JSON text of one");
}
