using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CC.Cli.CommandLine;

namespace CC.Cli.Jobs;

/// <summary>Jobs as a file has them: one, or several as <c>{"jobs": [...]}</c>; a name may have a session before its first dot.</summary>
internal static class JobFile
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions NothingTwice = new() { AllowDuplicateProperties = false };

    /// <summary>What to load: a session and a configuration each.</summary>
    /// <param name="file">The file; <c>-</c> for standard input.</param>
    /// <param name="session">The session of names that have none.</param>
    /// <exception cref="CommandFailure">It can't be read, or has no jobs.</exception>
    public static IReadOnlyList<(string Session, JsonObject Config)> Read(string file, string session)
    {
        var content = file == "-" ? GivenText.OfInput() : GivenText.OfFile(file, $"FILE {file}");
        if (string.IsNullOrWhiteSpace(content))
        {
            throw Unusable(file, "it is empty");
        }

        if (GivenJson.BrokenText(content) is { } broken)
        {
            throw new CommandFailure(ExitCode.Usage, $"FILE {file}: {broken}");
        }

        try
        {
            return Jobs(file, JsonNode.Parse(content, documentOptions: NothingTwice) as JsonObject ?? throw Unusable(file, "it is no JSON object"), session);
        }
        catch (JsonException invalid)
        {
            throw Unusable(file, invalid.Message.TrimEnd('.'));
        }
    }

    /// <summary>The same of what was read, or made, already.</summary>
    public static IReadOnlyList<(string Session, JsonObject Config)> Jobs(string file, JsonObject content, string session)
    {
        JsonNode?[] jobs = content["jobs"] is JsonArray several ? [.. several] : [content];
        return [.. jobs.Select(job => job as JsonObject ?? throw Unusable(file, "one of its jobs is no JSON object")).Select(job => Placed(job, session))];
    }

    /// <summary>As such a file has them, for people to read.</summary>
    public static string Write(JsonObject jobs)
    {
        var octets = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(octets, Readable))
        {
            jobs.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(octets.WrittenSpan);
    }

    private static (string Session, JsonObject Config) Placed(JsonObject job, string session)
    {
        var config = (JsonObject)job.DeepClone();
        if (config["name"] is JsonValue name && name.TryGetValue<string>(out var text) && text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
        {
            config["name"] = text[(dot + 1)..];
            return (text[..dot], config);
        }

        return (session, config);
    }

    private static CommandFailure Unusable(string file, string why) => new(ExitCode.Usage, $"FILE {file}: has no jobs: {why}; write {{\"name\": \"web\", \"cmd\": \"...\"}}, or {{\"jobs\": [...]}}");
}
