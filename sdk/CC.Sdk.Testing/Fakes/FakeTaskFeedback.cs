using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CC.Sdk.Testing.Fakes;

/// <summary>Feedback that nobody waits for: remembers what a task tells. Thread-safe.</summary>
public sealed class FakeTaskFeedback : ITaskFeedback
{
    private volatile string? result;

    /// <summary>What was told, in order: the JSON text, and the blob.</summary>
    public ConcurrentQueue<(string Json, byte[]? Blob)> Told { get; } = new();

    /// <summary>What is to go with the task's end, as JSON text; null for nothing.</summary>
    public string? Result => result;

    /// <summary>Called for each thing that is told; while what it returns is not complete, the task waits for room.</summary>
    public Func<string, Task>? OnTold { get; set; }

    /// <inheritdoc/>
    public async ValueTask SendAsync<T>(T feedback, JsonTypeInfo<T> typeInfo, ReadOnlyMemory<byte>? blob = null, CancellationToken cancellationToken = default)
    {
        var json = JsonSerializer.Serialize(feedback, typeInfo);
        Told.Enqueue((Require(json), blob?.ToArray()));
        if (OnTold is not null)
        {
            await OnTold(json).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void SetResult<T>(T result, JsonTypeInfo<T> typeInfo) => this.result = Require(JsonSerializer.Serialize(result, typeInfo));

    private static string Require(string json) => json.StartsWith('{') ? json : throw new ArgumentException($"Feedback is a JSON object, and this is none: {json}");
}
