using System.Text.Json;
using CC.Sdk;

namespace CC.Server.Commands;

/// <summary>What a program that is a task finds on its standard input, as CC 0.8.7 has it: <c>{"task": REQUEST, "signature": BASE64}</c> and a line break.</summary>
internal static class CommandInput
{
    public static byte[] Of(TaskRequest request)
    {
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets))
        {
            json.WriteStartObject();
            json.WritePropertyName("task");
            WriteTask(json, request);
            json.WriteBase64String("signature", request.Signature.Span);
            json.WriteEndObject();
        }

        octets.WriteByte((byte)'\n');
        return octets.ToArray();
    }

    private static void WriteTask(Utf8JsonWriter json, TaskRequest request)
    {
        if (!request.Body.IsEmpty)
        {
            json.WriteRawValue(request.Body.Span);
            return;
        }

        json.WriteStartObject();
        json.WriteString("task_id", request.Id);
        json.WriteString("task_handler", request.Handler);
        json.WriteString("task_host", request.Host);
        json.WriteString("hostname", request.Hostname);
        foreach (var (name, value) in request.Parameters)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
