using System.Reflection;
using System.Runtime.CompilerServices;
using CC.Frames;
using CC.Loading;
using CC.Sdk;
using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace CC.Interop.Tests.Postgres;

/// <summary>A build of the plugin that has used the database goes from memory, package and all.</summary>
public sealed class UnloadTests(PostgresServer server) : DatabaseTest(server)
{
    private static readonly string Built =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Database").Value!;

    private static readonly HashSet<string> Shared =
        ["CC.Sdk", "CC.Client", "CC.Frames", "CC.Zmtp", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions"];

    [Fact]
    public async Task Nothing_of_it_stays_in_memory()
    {
        // On a thread of its own, with whose stack goes whatever that still refers to.
        var builds = await Task.Factory.StartNew(() => Enumerable.Range(0, 3).Select(_ => Use()).ToArray(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        Assert.All(builds, build => Assert.True(UnloadProof.IsGone(build), "It stays in memory."));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Use()
    {
        var context = new PluginLoadContext(Built, Shared);
        CallAsync(context.LoadMain()).GetAwaiter().GetResult();
        context.Unload();
        return new WeakReference(context);
    }

    private async Task CallAsync(Assembly plugin)
    {
        var answered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var messages = new FakeMessages();
        messages.OnReturn = frames => answered.TrySetResult(Message.TryParse(frames, out var answer) == MessageFault.None ? answer.Type : "");
        var options = Activator.CreateInstance(plugin.GetType("CC.Plugins.Database.DatabaseOptions")!)!;
        options.GetType().GetProperty("Db")!.SetValue(options, Server.ConnectString);
        options.GetType().GetProperty("AllowedFunctions")!.SetValue(options, new[] { "*" });
        var type = plugin.GetType("CC.Plugins.Database.DatabaseHandler")!;
        var logger = Activator.CreateInstance(typeof(NullLogger<>).MakeGenericType(type))!;
        var handler = Activator.CreateInstance(type, options, new ComponentContext("h:db", "cc", "testhost"), messages, new FakeMetrics(), TimeProvider.System, logger)!;
        Assert.Equal(MessageFault.None, Message.TryParse(Multipart.Create("someone", "", "db", """{"req":"db","function":"texts","params":[["a"]],"return":"all"}""", ""), out var message));

        await ((ISelfTest)handler).TestAsync(CancellationToken.None);
        await ((IHandler)handler).HandleAsync(message, CancellationToken.None);

        Assert.Equal("reply.db", await answered.Task);
        await ((IAsyncDisposable)handler).DisposeAsync();
    }
}
