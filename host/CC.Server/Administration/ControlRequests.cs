using System.Text.Json.Serialization.Metadata;
using CC.Client.Control;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Server.Lifetime;

namespace CC.Server.Administration;

/// <summary>What can be asked of a node, and how it is answered.</summary>
internal sealed class ControlRequests : IDisposable
{
    private const int MaxName = 200;

    private readonly IMessages messages;
    private readonly EventStreams streams;
    private readonly FileRequests files;
    private readonly Dictionary<string, Func<Message, ControlRequest, Task>> answers;

    public ControlRequests(IMessages messages, NodeReport report, ChangeLane lane, EventStreams streams, FileRequests files)
    {
        this.messages = messages;
        this.streams = streams;
        this.files = files;
        answers = new()
        {
            [ControlTypes.Ping] = Tell(report.Ping, ControlJson.Default.PingReply),
            [ControlTypes.Info] = Tell(report.Describe, ControlJson.Default.NodeDescription),
            [ControlTypes.Stats] = Tell(report.Counters, ControlJson.Default.NodeCounters),
            [ControlTypes.Routes] = Tell(report.Routes, ControlJson.Default.NodeRoutes),
            [ControlTypes.PluginList] = Tell(report.Plugins, ControlJson.Default.PluginList),
            [ControlTypes.PluginInfo] = Tell(request => report.Plugin(Named(request)), ControlJson.Default.PluginList),
            [ControlTypes.PluginVerify] = Tell(request => report.Verify(Named(request)), ControlJson.Default.PluginVerification),
            [ControlTypes.PluginLoad] = Change(lane.LoadAsync),
            [ControlTypes.PluginReload] = Change(lane.ReloadAsync),
            [ControlTypes.PluginUnload] = Change(lane.UnloadAsync),
            [ControlTypes.PluginRelease] = Change(lane.ReleaseAsync),
            [ControlTypes.EventSubscribe] = Subscribe,
            [ControlTypes.EventUnsubscribe] = Unsubscribe,
            [ControlTypes.FilesStatus] = Ask(files.StatusAsync, ControlJson.Default.FileList),
            [ControlTypes.FilesHash] = Ask(files.HashAsync, ControlJson.Default.FileHash),
        };
    }

    /// <exception cref="ControlException">It is answered by an error.</exception>
    /// <exception cref="MessageException">It can't be read.</exception>
    public Task AnswerAsync(in Message message)
    {
        var type = message.Type;
        return answers.TryGetValue(type, out var answer)
            ? answer(message, messages.Open(message, ControlJson.Default.ControlRequest))
            : throw new ControlException(ControlErrors.BadRequest, $"there is no request {type}; there are: {string.Join(", ", answers.Keys.Order(StringComparer.Ordinal))}");
    }

    public void Dispose()
    {
        streams.Dispose();
        files.Dispose();
    }

    private static string Named(ControlRequest request) =>
        !string.IsNullOrWhiteSpace(request.Name) ? request.Name : throw new ControlException(ControlErrors.BadRequest, $"{request.Req} needs the field name: a plugin's, or a section's");

    private Func<Message, ControlRequest, Task> Tell<T>(Func<T> tell, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        Tell(_ => tell(), typeInfo);

    private Func<Message, ControlRequest, Task> Tell<T>(Func<ControlRequest, T> tell, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        (message, request) =>
        {
            messages.Reply(message, tell(request), typeInfo);
            return Task.CompletedTask;
        };

    private Func<Message, ControlRequest, Task> Ask<T>(Func<FileRequest, Task<T>> ask, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        async (message, _) => messages.Reply(message, await ask(messages.Open(message, ControlJson.Default.FileRequest)), typeInfo);

    private Func<Message, ControlRequest, Task> Change(Func<string, Task<ChangeOutcome>> change) => async (message, request) =>
    {
        var outcome = await change(Named(request));
        if (!outcome.IsDone)
        {
            throw new ControlException(ControlErrors.Refused, outcome.Text);
        }

        messages.Reply(message, new ChangeReply { Req = ControlTypes.Reply, Text = outcome.Text }, ControlJson.Default.ChangeReply);
    };

    private Task Subscribe(Message message, ControlRequest request)
    {
        if (request.Subscription.Length > MaxName || request.Prefix.Length > MaxName)
        {
            throw new ControlException(ControlErrors.BadRequest, $"subscription and prefix have at most {MaxName} characters each");
        }

        if (!NodeEvent.IsPrefix(request.Prefix))
        {
            throw new ControlException(ControlErrors.BadRequest, $"prefix {request.Prefix}: has an empty label; write whole labels joined by dots, such as plugin.Echo, or nothing for all events");
        }

        var name = request.Subscription.Length > 0 ? request.Subscription : $"{Guid.NewGuid():N}";
        var reply = new SubscriptionReply { Req = ControlTypes.Reply, Subscription = name, Seconds = EventStreams.Lease.TotalSeconds };
        streams.Subscribe(Subscriber.Of(message), message.Route, name, request.Prefix);
        messages.Reply(message, reply, ControlJson.Default.SubscriptionReply);
        return Task.CompletedTask;
    }

    private Task Unsubscribe(Message message, ControlRequest request)
    {
        if (!streams.Unsubscribe(Subscriber.Of(message), request.Subscription))
        {
            throw new ControlException(ControlErrors.Unknown, $"there is no subscription '{request.Subscription}' that was made over this connection");
        }

        messages.Reply(message, new SubscriptionReply { Req = ControlTypes.Reply, Subscription = request.Subscription, Seconds = 0 }, ControlJson.Default.SubscriptionReply);
        return Task.CompletedTask;
    }
}
