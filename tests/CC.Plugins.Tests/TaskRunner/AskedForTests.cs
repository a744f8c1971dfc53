using System.Text.Json;
using CC.Plugins.TaskRunner;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.Tests.TaskRunner;

public sealed class AskedForTests
{
    private const string Json = """{"req":"task.send.t","time":1.5,"hostname":"client","blob_hash":"","task_host":"here","task_handler":"x","task_id":"t","time_limit":2,"cmd":"a","msg_id":"m"}""";

    private static readonly TaskSend Body = JsonSerializer.Deserialize(Json, BodiesJson.Default.TaskSend)!;

    [Fact]
    public void What_came_in_the_clear_is_given_octet_for_octet()
    {
        var message = Message.Create("task.send.t", "{ \"as\": \"it came\" }"u8.ToArray(), "signature"u8.ToArray());

        var request = AskedFor.Of(Body, "here", message);

        Assert.Equal(message.Body.ToArray(), request.Body.ToArray());
        Assert.Equal(("t", "x", "here", "client", "a"), (request.Id, request.Handler, request.Host, request.Hostname, request.Find("cmd")));
    }

    [Fact]
    public void What_came_encrypted_is_given_with_all_its_fields()
    {
        var request = AskedFor.Of(Body, "here", Message.Create("task.send.t", "ENC1"u8.ToArray(), "ciphertext"u8.ToArray()));

        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Json).RootElement, JsonDocument.Parse(request.Body).RootElement));
    }
}
