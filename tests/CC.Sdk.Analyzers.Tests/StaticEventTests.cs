namespace CC.Sdk.Analyzers.Tests;

public sealed class StaticEventTests
{
    [Theory]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += End")]
    [InlineData("AppDomain.CurrentDomain.UnhandledException += new UnhandledExceptionEventHandler(Fail)")]
    [InlineData("Console.CancelKeyPress += (_, _) => { }")]
    [InlineData("System.Runtime.Loader.AssemblyLoadContext.Default.Resolving += (_, _) => null")]
    [InlineData("System.Runtime.Loader.AssemblyLoadContext.Default.Unloading += _ => { }")]
    [InlineData("TaskScheduler.UnobservedTaskException += (_, _) => { }")]
    public async Task Is_found_where_nobody_unsubscribes(string subscription)
    {
        var found = await Snippet.FindAsync($$"""
            class Plugin
            {
                void Run() { {{subscription}}; }
                void End(object sender, EventArgs happened) { }
                void Fail(object sender, UnhandledExceptionEventArgs happened) { }
            }
            """);

        Assert.Equal([$"CC0002 {subscription}"], found);
    }

    [Fact]
    public async Task Is_not_found_where_the_same_handler_is_unsubscribed()
    {
        var found = await Snippet.FindAsync("""
            sealed class Plugin : IDisposable
            {
                private readonly ConsoleCancelEventHandler cancel;
                public Plugin()
                {
                    cancel = (_, _) => { };
                    AppDomain.CurrentDomain.ProcessExit += End;
                    Console.CancelKeyPress += cancel;
                }
                public void Dispose()
                {
                    AppDomain.CurrentDomain.ProcessExit -= End;
                    Console.CancelKeyPress -= cancel;
                }
                void End(object sender, EventArgs happened) { }
            }
            """);

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("AppDomain.CurrentDomain.ProcessExit -= Other")]
    [InlineData("AppDomain.CurrentDomain.DomainUnload -= End")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit -= (_, _) => { }")]
    public async Task Is_found_where_something_else_is_unsubscribed(string unsubscription)
    {
        var found = await Snippet.FindAsync($$"""
            sealed class Plugin : IDisposable
            {
                public Plugin() => AppDomain.CurrentDomain.ProcessExit += End;
                public void Dispose() => {{unsubscription}};
                void End(object sender, EventArgs happened) { }
                void Other(object sender, EventArgs happened) { }
            }
            """);

        Assert.Equal(["CC0002 AppDomain.CurrentDomain.ProcessExit += End"], found);
    }

    [Fact]
    public async Task Is_not_found_for_events_that_end_with_the_plugin()
    {
        var found = await Snippet.FindAsync("""
            static class Own { public static event Action Changed; public static void Change() => Changed(); }
            class Plugin
            {
                void Run(System.IO.FileSystemWatcher watcher)
                {
                    System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(GetType().Assembly).Unloading += _ => { };
                    Own.Changed += Run;
                    watcher.Changed += (_, _) => { };
                }
                void Run() { }
            }
            """);

        Assert.Empty(found);
    }
}
