using System.Text.Json;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.TaskRunner;

/// <summary>Makes of a message what a task is given.</summary>
internal static class AskedFor
{
    /// <param name="body">What the message holds.</param>
    /// <param name="host">The runner's name.</param>
    /// <param name="message">The message as it came. Of an encrypted one, the body is written anew.</param>
    public static TaskRequest Of(TaskSend body, string host, in Message message) => new(body.TaskId, body.TaskHandler, host, body.Hostname, body.Parameters ?? [])
    {
        Body = message.Body.Span.SequenceEqual("ENC1"u8) ? JsonSerializer.SerializeToUtf8Bytes(body, BodiesJson.Default.TaskSend) : message.Body,
        Signature = message.Signature,
    };
}
