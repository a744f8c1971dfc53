using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CC.Cli.CommandLine;
using CC.Cli.Output;
using CC.Client.Control;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Cli.Nodes;

/// <summary>Makes a message of a type and of what was typed as its body.</summary>
internal static class RequestBody
{
    /// <summary>What was typed is shown again, but not all of a file.</summary>
    private const int LongestShown = 200;

    /// <summary>Fills in what every body has, where it is not given: the type, the time, the machine; and that an error is wanted where there is no route.</summary>
    /// <param name="type">The message's type.</param>
    /// <param name="json">A JSON object; null for an empty one.</param>
    /// <param name="blob">The blob, if there is to be one.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="CommandFailure">The type, or the JSON, is none, or they contradict each other.</exception>
    public static Message Compose(string type, string? json, ReadOnlyMemory<byte>? blob, TimeProvider time)
    {
        if (!Message.IsType(Encoding.UTF8.GetBytes(type)))
        {
            throw new CommandFailure(ExitCode.Usage, $"TYPE {type}: is no message type: labels of letters, digits, '_' and '-', joined by dots, such as pub.note");
        }

        using var given = Parse(json ?? "{}");
        var octets = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(octets))
        {
            Write(writer, type, given.RootElement, time);
        }

        return Message.Create(type, octets.WrittenMemory, blob: blob);
    }

    /// <summary>
    /// Makes a request to the node itself. By hand, as what the serializer needs to know of a type takes longer to prepare than all of a node's answer.
    /// </summary>
    public static Message Compose(ControlRequest request, TimeProvider time)
    {
        var octets = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(octets))
        {
            writer.WriteStartObject();
            writer.WriteString("req", request.Req);
            writer.WriteNumber("time", Now(time));
            writer.WriteString("hostname", Environment.MachineName);
            writer.WriteString("blob_hash", "");
            writer.WriteString("name", request.Name);
            writer.WriteString("prefix", request.Prefix);
            writer.WriteString("subscription", request.Subscription);
            writer.WriteEndObject();
        }

        return Message.Create(request.Req, octets.WrittenMemory);
    }

    /// <summary>Makes a request that has more to say.</summary>
    public static Message Compose<T>(T request, JsonTypeInfo<T> typeInfo, TimeProvider time)
        where T : MessageBody =>
        BodyCodec.Compose(request, typeInfo, Environment.MachineName, time, null, default);

    private static double Now(TimeProvider time) => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static void Write(Utf8JsonWriter writer, string type, JsonElement given, TimeProvider time)
    {
        RequireSameType(type, given);
        writer.WriteStartObject();
        writer.WriteString("req", type);
        if (!given.TryGetProperty("time", out _))
        {
            writer.WriteNumber("time", Now(time));
        }

        WriteUnlessGiven(writer, given, "hostname", Environment.MachineName);
        WriteUnlessGiven(writer, given, "blob_hash", "");
        if (!given.TryGetProperty("want_error", out _))
        {
            writer.WriteBoolean("want_error", true);
        }

        foreach (var property in given.EnumerateObject().Where(property => !property.NameEquals("req")))
        {
            property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteUnlessGiven(Utf8JsonWriter writer, JsonElement given, string name, string value)
    {
        if (!given.TryGetProperty(name, out _))
        {
            writer.WriteString(name, value);
        }
    }

    private static string Shown(string json) => CellText.Fit(CellText.Clean(json), LongestShown, Shorten.End);

    private static void RequireSameType(string type, JsonElement given)
    {
        if (given.TryGetProperty("req", out var req) && !(req.ValueKind == JsonValueKind.String && req.ValueEquals(type)))
        {
            throw new CommandFailure(ExitCode.Usage, $"JSON has req = {req.GetRawText()}, but TYPE is {type}; leave req out, it is filled in");
        }
    }

    private static JsonDocument Parse(string json)
    {
        if (GivenJson.BrokenText(json) is { } broken)
        {
            throw new CommandFailure(ExitCode.Usage, $"JSON: {broken}");
        }

        try
        {
            var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new CommandFailure(ExitCode.Usage, $"JSON {Shown(json)}: is no object; write {{\"name\": \"value\"}}");
        }
        catch (JsonException invalid)
        {
            throw new CommandFailure(ExitCode.Usage, $"JSON {Shown(json)}: can't be read: {invalid.Message.TrimEnd('.')}; the shell needs quotes around it, as in '{{\"name\": \"value\"}}'");
        }
    }
}
