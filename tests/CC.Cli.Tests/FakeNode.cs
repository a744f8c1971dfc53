using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CC.Client.Control;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Zmtp;

namespace CC.Cli.Tests;

/// <summary>A socket that says what a test has it say.</summary>
internal sealed class FakeNode : IAsyncDisposable
{
    private readonly ZmtpSocket router;
    private readonly Func<Message, IEnumerable<(string Type, string Json)>> answer;
    private readonly List<Message> received = [];

    /// <summary>What becomes of an answer, by what was asked, before it is sent.</summary>
    private Func<Message, Message, Message> seal = (_, answer) => answer;

    private FakeNode(Func<Message, IEnumerable<(string Type, string Json)>> answer)
    {
        this.answer = answer;
        router = new ZmtpSocket(SocketType.Router, null, frames =>
        {
            Message.TryParse(frames, out var message);
            return AnswerAsync(message);
        });
    }

    public string Endpoint { get; private set; } = "";

    public IReadOnlyList<Message> Received
    {
        get
        {
            lock (received)
            {
                return [.. received];
            }
        }
    }

    /// <summary>Answers everything with the same reply.</summary>
    public static Task<FakeNode> WithAsync<T>(T reply, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        StartAsync(_ => [Reply(reply, typeInfo)]);

    /// <summary>Says no to everything.</summary>
    public static Task<FakeNode> SayingNoAsync(string code, string text) => StartAsync(message => [No(message, code, text)]);

    public static async Task<FakeNode> StartAsync(Func<Message, IEnumerable<(string Type, string Json)>> answer, Func<Message, Message, Message>? seal = null)
    {
        var node = new FakeNode(answer);
        node.seal = seal ?? node.seal;
        node.Endpoint = await node.router.BindAsync("tcp://127.0.0.1:*");
        return node;
    }

    public static (string Type, string Json) Reply<T>(T reply, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        (reply.Req, JsonSerializer.Serialize(reply, typeInfo));

    public static (string Type, string Json) No(in Message message, string code, string text) =>
        Reply(new ErrorReply { Req = ControlTypes.Error, Code = code, Msg = text, OrigReq = message.Type }, ControlJson.Default.ErrorReply);

    public ValueTask DisposeAsync() => router.DisposeAsync();

    private async ValueTask AnswerAsync(Message message)
    {
        lock (received)
        {
            received.Add(message.Detach());
        }

        foreach (var (type, json) in answer(message))
        {
            await router.SendAsync(seal(message, Message.Create(type, Encoding.UTF8.GetBytes(json), route: message.Route)).Frames);
        }
    }
}
