using System.Text.Json.Serialization.Metadata;

namespace CC.Sdk;

/// <summary>A task's way to tell who has asked for it how it goes. Safe to use from any thread; what comes after the task's end is ignored.</summary>
public interface ITaskFeedback
{
    /// <summary>Tells something: it reaches the client as feedback, in the order in which it is told.</summary>
    /// <param name="feedback">What there is to tell; a JSON object, without lists of plain values, which CC 0.8.7 can't read.</param>
    /// <param name="typeInfo">Its source-generated serializer.</param>
    /// <param name="blob">Any octets besides; null for none.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    ValueTask SendAsync<T>(T feedback, JsonTypeInfo<T> typeInfo, ReadOnlyMemory<byte>? blob = null, CancellationToken cancellationToken = default);

    /// <summary>Sets what the final status tells, instead of nothing: a result. A JSON object as above; the last one counts.</summary>
    void SetResult<T>(T result, JsonTypeInfo<T> typeInfo);
}
