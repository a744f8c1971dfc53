namespace CC.Interop.Tests.Postgres;

/// <summary>What tests with a database share.</summary>
[Collection(PostgresCollection.Name)]
public abstract class DatabaseTest : IAsyncDisposable
{
    private readonly List<Caller> callers = [];

    private protected DatabaseTest(PostgresServer server)
    {
        PostgresServer.SkipUnlessInstalled();
        Server = server;
    }

    private protected PostgresServer Server { get; }

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in callers)
        {
            await caller.DisposeAsync();
        }
    }

    private protected Caller NewCaller(string options = "allowed-functions = *")
    {
        var caller = new Caller(Server.ConnectString, options);
        callers.Add(caller);
        return caller;
    }
}
