using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CC.Sdk;

namespace CC.Server.Isolation;

/// <summary>The feedback of a task in a process of its own: it goes with the process's reports, and waits while the node has no room for more.</summary>
internal sealed class ReportedFeedback(ReportWriter reports) : ITaskFeedback
{
    /// <summary>A node does not take reports of any length; a blob is in base64 in them.</summary>
    private const int LongestBlob = 2 * 1024 * 1024;

    private const int LongestContent = 1024 * 1024;

    public ValueTask SendAsync<T>(T feedback, JsonTypeInfo<T> typeInfo, ReadOnlyMemory<byte>? blob = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (blob is { Length: > LongestBlob })
        {
            throw new ArgumentException($"A blob of a task in a process of its own has at most {LongestBlob} octets, and this one has {blob.Value.Length}; send it in pieces.", nameof(blob));
        }

        reports.Feedback(Element(feedback, typeInfo), blob?.ToArray());
        return default;
    }

    public void SetResult<T>(T result, JsonTypeInfo<T> typeInfo) => reports.Result(Element(result, typeInfo));

    private static JsonElement Element<T>(T content, JsonTypeInfo<T> typeInfo)
    {
        var octets = JsonSerializer.SerializeToUtf8Bytes(content, typeInfo);
        return octets is [(byte)'{', ..] && octets.Length <= LongestContent
            ? JsonSerializer.Deserialize(octets, ComponentReportJson.Default.JsonElement)
            : throw new ArgumentException($"Feedback is a JSON object of at most {LongestContent} octets.", nameof(content));
    }
}
