using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.Database;

/// <summary>Calls functions of a PostgreSQL database, several at once, and answers with what they return.</summary>
[Handler("dbhandler", Alias = "database", Role = NodeRole.Remote)]
public sealed partial class DatabaseHandler : IHandler, ISelfTest, IAsyncDisposable
{
    /// <summary>How long calls that were taken may go on when the handler is ended.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TestLimit = TimeSpan.FromSeconds(3);

    private readonly DatabaseOptions options;
    private readonly IMessages messages;
    private readonly IMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Answers answers;
    private readonly Connections connections;
    private readonly HashSet<string> allowed;
    private readonly SemaphoreSlim places;
    private readonly OncePerInterval telling;
    private readonly CancellationTokenSource ended = new();
    private readonly ICounter calls;
    private readonly ICounter milliseconds;

    /// <summary>Connects to nothing yet.</summary>
    public DatabaseHandler(
        DatabaseOptions options, ComponentContext context, IMessages messages, IMetrics metrics, TimeProvider time, ILogger<DatabaseHandler> logger)
    {
        NpgsqlHooks.TakeBackAtUnload();
        this.options = options;
        this.messages = messages;
        this.metrics = metrics;
        this.time = time;
        this.logger = logger;
        answers = new Answers(messages);
        connections = new Connections(options, context.JobName, time, logger);
        allowed = [.. options.AllowedFunctions];
        places = new SemaphoreSlim(options.WorkerThreads);
        telling = new OncePerInterval(time);
        calls = metrics.Counter("database.calls");
        milliseconds = metrics.Counter("database.milliseconds");
    }

    /// <summary>A database that is away may come back, and is no reason to refuse a build; one that refuses the user, or has another name, is.</summary>
    public async Task TestAsync(CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(TestLimit < options.ConnectTimeout ? TestLimit : options.ConnectTimeout);
        try
        {
            await connections.ReturnAsync(await connections.TakeAsync(limited.Token));
        }
        catch (CallException failure) when (failure.InnerException is not { } cause || !ConnectFailure.IsFinal(cause))
        {
            // It was said in the log.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Likewise.
        }
    }

    /// <summary>Waits while as many calls are under way as may be.</summary>
    public async ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        var (body, call) = Read(message);
        if (!IsAllowed(call.Written))
        {
            Refuse(message, body, new CallException(CallErrors.NotAllowed, $"{call.Written} is not in allowed-functions; add it there as it is spelt here, or call another one"));
            return;
        }

        await places.WaitAsync(cancellationToken);
        _ = CallAsync(message, body, call); // Its place is awaited when the handler is ended.
    }

    public async ValueTask DisposeAsync()
    {
        using var grace = time.CreateTimer(_ => ended.Cancel(), null, Grace, Timeout.InfiniteTimeSpan);
        for (var place = 0; place < options.WorkerThreads; place++)
        {
            await places.WaitAsync();
        }

        await connections.DisposeAsync();
        places.Dispose();
        ended.Dispose();
    }

    private (DatabaseCall Body, FunctionCall Call) Read(in Message message)
    {
        DatabaseCall? body = null;
        try
        {
            body = messages.Open(message, DatabaseJson.Default.DatabaseCall);
            return (body, FunctionCall.Of(body));
        }
        catch (MessageException invalid)
        {
            answers.Refuse(message, body, CallErrors.BadRequest, $"{message.Type} can't be used: {invalid.Message.TrimEnd('.')}", null);
            throw;
        }
    }

    private bool IsAllowed(string function) => allowed.Contains(function) || (allowed.Count == 1 && allowed.Contains("*"));

    private async Task CallAsync(Message message, DatabaseCall body, FunctionCall call)
    {
        await Task.Yield(); // The next message need not wait until this one is on its way.
        try
        {
            var result = await CallAsync(call);
            answers.Reply(message, body, call.Return, result);
        }
        catch (CallException failure)
        {
            Refuse(message, body, failure);
        }
        catch (Exception crash)
        {
            Log.Crashed(logger, crash, call.Written);
            answers.Refuse(message, null, CallErrors.Failed, $"{call.Written} could not be called; the node's log says why", null);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task<CallResult> CallAsync(FunctionCall call)
    {
        var connection = await TakeAsync();
        var started = time.GetTimestamp();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
        using var limit = options.CallTimeout > TimeSpan.Zero ? time.CreateTimer(_ => limited.Cancel(), null, options.CallTimeout, Timeout.InfiniteTimeSpan) : null;
        try
        {
            return await DatabaseSession.CallAsync(connection, call, options.MaxResultSize.Octets, limited.Token);
        }
        catch (OperationCanceledException)
        {
            throw ended.IsCancellationRequested
                ? new CallException(CallErrors.Stopped, $"{call.Written} was cancelled: the handler is stopped; call it again later")
                : new CallException(CallErrors.Timeout, $"{call.Written} took longer than {options.CallTimeout.TotalSeconds:0.###} s (call-timeout), and was cancelled");
        }
        finally
        {
            calls.Add(1);
            milliseconds.Add((long)time.GetElapsedTime(started).TotalMilliseconds);
            await connections.ReturnAsync(connection);
        }
    }

    private async Task<Npgsql.NpgsqlConnection> TakeAsync()
    {
        try
        {
            return await connections.TakeAsync(ended.Token);
        }
        catch (OperationCanceledException)
        {
            throw new CallException(CallErrors.Stopped, "the call was not carried out: the handler is stopped; call again later");
        }
    }

    private void Refuse(in Message message, DatabaseCall body, CallException failure)
    {
        metrics.Counter($"database.failed.{failure.Code}").Add(1);
        if (failure.Code is CallErrors.NotAllowed or CallErrors.Unavailable or CallErrors.ConnectionLost or CallErrors.Stopped)
        {
            metrics.CountDropped(failure.Code, 1, message.ContentLength);
        }

        if (failure.Code != CallErrors.Unavailable && telling.MayTell(failure.Code))
        {
            Log.Failed(logger, failure.Code, failure.Message, failure.SqlState ?? "none");
        }

        answers.Refuse(message, body, failure.Code, failure.Message, failure.SqlState);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "a call has failed ({Code}): {Why} (SQLSTATE {State}); more of the kind are only counted for a while")]
        public static partial void Failed(ILogger logger, string code, string why, string state);

        [LoggerMessage(2, LogLevel.Error, "crash while {Function} was called")]
        public static partial void Crashed(ILogger logger, Exception crash, string function);
    }
}
