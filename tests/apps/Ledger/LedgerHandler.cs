using System.Reflection;
using System.Text;
using CC.Sdk;
using Microsoft.Data.Sqlite;

namespace CC.Plugins.Ledger;

/// <summary>Answers with the version of the package that it has, and with the sum that the native library has worked out.</summary>
#if BEFORE
[Handler("ledgerbefore")]
#else
[Handler("ledger")]
#endif
public sealed class LedgerHandler : IHandler
{
    private readonly IMessages messages;

    /// <summary>Uses no connection yet: a build that is tried must not.</summary>
    public LedgerHandler(LedgerOptions options, IMessages messages)
    {
        this.messages = messages;
        if (options.TakesBack)
        {
            SqliteHooks.TakeBackAtUnload();
        }
    }

    public async ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "select 40 + 2";
        var sum = await command.ExecuteScalarAsync(cancellationToken);
        var version = typeof(SqliteConnection).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()!.Version;
        var body = Encoding.UTF8.GetBytes($$"""{"req":"reply","text":"{{version}} {{sum}}"}""");
        messages.Return(Message.Create("reply", body, route: message.Route).Frames);
    }
}
