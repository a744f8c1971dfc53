using CC.Client.Control;
using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Administration;

/// <summary>
/// Answers what is asked of the node itself: from this machine, each connection in the order in which it asks, and without holding up what else comes over the connection.
/// </summary>
internal sealed partial class ControlHandler : IHandler, IAsyncDisposable
{
    private readonly Func<Message, Task> answer;
    private readonly IDisposable subscriptions;
    private readonly IMessages messages;
    private readonly Func<Message, bool> isPermitted;
    private readonly ILogger logger;
    private readonly OncePerInterval quiet;
    private readonly Counter refused;
    private readonly RequestLanes lanes;
    private volatile bool isStopping;

    public ControlHandler(ControlRequests requests, IMessages messages, Func<Message, bool> isPermitted, Counters counters, TimeProvider time, ILogger logger)
        : this(message => requests.AnswerAsync(message), requests, messages, isPermitted, counters, time, logger)
    {
    }

    /// <param name="answer">Carries out a request, and answers it, or throws what <see cref="ControlRequests.AnswerAsync"/> throws.</param>
    /// <param name="subscriptions">Ended with this.</param>
    /// <param name="messages">Where answers go.</param>
    /// <param name="isPermitted">Whether who sends a message may ask.</param>
    /// <param name="counters">Where refusals are counted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where refusals and crashes are told.</param>
    public ControlHandler(
        Func<Message, Task> answer, IDisposable subscriptions, IMessages messages, Func<Message, bool> isPermitted, Counters counters, TimeProvider time, ILogger logger)
    {
        (this.answer, this.subscriptions, this.messages, this.isPermitted, this.logger) = (answer, subscriptions, messages, isPermitted, logger);
        quiet = new OncePerInterval(TimeSpan.FromSeconds(30), time);
        refused = counters.Named("control.refused");
        lanes = new RequestLanes(AnswerAsync);
    }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        if (!isPermitted(message))
        {
            Refuse(message);
            return default;
        }

        try
        {
            lanes.Add(message);
        }
        catch (ControlException no)
        {
            refused.Add(1);
            Fail(message, no);
        }

        return default;
    }

    /// <summary>Waits for what is being carried out; what waits behind it is told that the node stops.</summary>
    public async ValueTask DisposeAsync()
    {
        isStopping = true;
        subscriptions.Dispose();
        await lanes.CloseAsync();
    }

    /// <summary>Strangers are told nothing but that.</summary>
    private void Refuse(in Message message)
    {
        refused.Add(1);
        if (quiet.IsTime(message.Type))
        {
            Log.NotPermitted(logger, message.Type);
        }

        RefuseTo(messages, message);
    }

    /// <summary>Tells whoever may not send a message just that.</summary>
    public static void RefuseTo(IMessages messages, in Message message) => Fail(messages, message, new ControlException(ControlErrors.NotPermitted, "not permitted"));

    private async Task AnswerAsync(Message message)
    {
        try
        {
            if (isStopping)
            {
                throw new OperationCanceledException();
            }

            await answer(message);
        }
        catch (ControlException no)
        {
            Fail(message, no);
        }
        catch (MessageException invalid)
        {
            Fail(message, new ControlException(ControlErrors.BadRequest, BodyFault.Of(message, invalid)));
        }
        catch (OperationCanceledException)
        {
            Fail(message, new ControlException(ControlErrors.Stopping, "the node is about to stop"));
        }
        catch (Exception failure)
        {
            Log.Failed(logger, failure, message.Type);
            Fail(message, new ControlException(ControlErrors.Refused, $"{failure.Message} ({failure.GetType().Name})"));
        }
    }

    private void Fail(in Message message, ControlException no) => Fail(messages, message, no);

    private static void Fail(IMessages messages, in Message message, ControlException no)
    {
        var error = new ErrorReply { Req = ControlTypes.Error, Code = no.Code, Msg = no.Message, OrigReq = message.Type };
        messages.Reply(message, error, ControlJson.Default.ErrorReply);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Type} came from another machine and is refused; more of the kind are only counted for a while")]
        public static partial void NotPermitted(ILogger logger, string type);

        [LoggerMessage(2, LogLevel.Error, "{Type} failed where it should not have")]
        public static partial void Failed(ILogger logger, Exception failure, string type);
    }
}
