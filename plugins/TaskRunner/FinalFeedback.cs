using System.Text.Json;

namespace CC.Plugins.TaskRunner;

/// <summary>Says what is told with a task's end: its result, and what CC 0.8.7's client shows of one that has not finished, an exit code and output in base64.</summary>
internal static class FinalFeedback
{
    public const string Cancelled = "cancelled";
    public const string OutOfTime = "time-limit";
    public const string NodeStopped = "node-stopped";
    public const string Replaced = "replaced";
    public const string Vanished = "vanished";
    public const string Interrupted = "interrupted";
    public const string Refused = "refused";

    private const int NoExitCode = -1;
    private const int LongestKept = 32 * 1024;
    private const int LongestValueKept = 4 * 1024;

    /// <summary>What is told of a launch that went well.</summary>
    public static JsonElement Launched { get; } = JsonObject.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("rc", 0);
        json.WriteString("out", "");
        json.WriteEndObject();
    });

    /// <param name="state">The end.</param>
    /// <param name="reason">Why it was stopped, or not done: one of the words above; null if there is no such reason.</param>
    /// <param name="message">What went wrong, in a sentence; may be empty.</param>
    /// <param name="result">What the task has as its result; null for none.</param>
    public static JsonElement Of(TaskState state, string? reason, string message, JsonElement? result)
    {
        if (state == TaskState.Finished)
        {
            return result ?? JsonObject.Empty;
        }

        var told = result is { } some ? some.EnumerateObject().ToDictionary(property => property.Name, property => property.Value) : [];
        return JsonObject.Write(json =>
        {
            json.WriteStartObject();
            foreach (var (name, value) in told)
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            Add(json, told, "reason", reason);
            Add(json, told, "msg", message.Length > 0 ? message : null);
            if (!told.ContainsKey("rc"))
            {
                json.WriteNumber("rc", NoExitCode);
            }

            Add(json, told, "out", Base64Lines.Of(message.Length > 0 ? $"{message}\n" : ""));
            json.WriteEndObject();
        });
    }

    /// <summary>The exit code in such feedback, if there is one that means anything.</summary>
    public static int? RcOf(JsonElement feedback) =>
        feedback.TryGetProperty("rc", out var rc) && rc.ValueKind == JsonValueKind.Number && rc.TryGetInt32(out var code) && code != NoExitCode ? code : null;

    /// <summary>The same, or what is short in it, if it is too long to be kept.</summary>
    public static JsonElement ForJournal(JsonElement feedback) => feedback.GetRawText().Length <= LongestKept ? feedback : JsonObject.Write(json =>
    {
        json.WriteStartObject();
        foreach (var property in feedback.EnumerateObject().Where(property => property.Name is "rc" or "msg" or "reason" && property.Value.GetRawText().Length <= LongestValueKept))
        {
            property.WriteTo(json);
        }

        json.WriteNumber("shortened", 1);
        json.WriteEndObject();
    });

    private static void Add(Utf8JsonWriter json, Dictionary<string, JsonElement> told, string name, string? value)
    {
        if (value is not null && !told.ContainsKey(name))
        {
            json.WriteString(name, value);
        }
    }
}
