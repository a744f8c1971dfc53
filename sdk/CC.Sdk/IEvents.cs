using System.Text.Json.Serialization.Metadata;

namespace CC.Sdk;

/// <summary>What happens on the node, told to whoever asks: under dotted names, such as <c>plugin.Echo.reloaded</c>. Safe to use from any thread.</summary>
public interface IEvents
{
    /// <summary>Tells of something. Never waits, and costs little while nobody listens.</summary>
    /// <param name="name">Labels joined by dots, the general first.</param>
    /// <param name="payload">What is to be known about it; a JSON object.</param>
    /// <param name="typeInfo">The payload's source-generated serializer.</param>
    void Publish<T>(string name, T payload, JsonTypeInfo<T> typeInfo);

    /// <summary>Whether anybody listens to an event of that name, so that what is costly to tell need not be told to nobody. Where that is not known it is true.</summary>
    bool IsHeard(string name);

    /// <summary>Listens to the event of a name and to all below it. What is not taken back is, when the component ends.</summary>
    /// <param name="prefix">Whole labels, such as <c>plugin</c> or <c>plugin.Echo</c>; empty for all events.</param>
    /// <param name="receive">Called for one event after the other, not on the publishing thread. While it has not returned, up to 1000 events wait for it; further ones are dropped and counted. What it throws is logged.</param>
    /// <returns>Dispose it to listen no longer.</returns>
    IDisposable Subscribe(string prefix, Action<NodeEvent> receive);
}
