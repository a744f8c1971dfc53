namespace CC.Sdk.Analyzers.Tests;

public sealed class UnstoppedThreadTests
{
    [Theory]
    [InlineData("class Plugin { void Start() => new Thread(Work).Start(); void Work() { } }")]
    [InlineData("class Plugin : IDisposable { void Start() => new Thread(Work).Start(); void Work() { } public void Dispose() { } }")]
    [InlineData("class Plugin : IDisposable { void Start() => new Thread(Work).Start(); void Work() { } void IDisposable.Dispose() { } }")]
    [InlineData("class Plugin : IAsyncDisposable { void Start() => new Thread(Work).Start(); void Work() { } public ValueTask DisposeAsync() => default; }")]
    public async Task A_thread_of_a_type_that_does_not_end_it_is_found(string code)
    {
        Assert.Equal(["CC0003 new Thread(Work)"], await Snippet.FindAsync(code));
    }

    [Theory]
    [InlineData("class Plugin : IDisposable { bool stop; void Start() => new Thread(Work).Start(); void Work() { } public void Dispose() { stop = true; } }")]
    [InlineData("class Plugin : IAsyncDisposable { CancellationTokenSource stop = new(); void Start() => new Thread(Work).Start(); void Work() { } public async ValueTask DisposeAsync() => await stop.CancelAsync(); }")]
    [InlineData("class Base : IDisposable { bool stop; public void Dispose() { stop = true; } } class Plugin : Base { void Start() => new Thread(Work).Start(); void Work() { } }")]
    [InlineData("class Plugin { void Run() { var thread = new Thread(Work); thread.Start(); thread.Join(); } void Work() { } }")]
    public async Task A_thread_that_may_be_ended_is_not(string code)
    {
        Assert.Empty(await Snippet.FindAsync(code));
    }

    [Theory]
    [InlineData("new Timer(_ => { }, null, 0, 1000)")]
    [InlineData("TimeProvider.System.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.FromSeconds(1))")]
    [InlineData("new System.Timers.Timer(1000)")]
    public async Task A_timer_is_found_that_nobody_keeps_or_takes_up_again(string timer)
    {
        var found = await Snippet.FindAsync($$"""
            class Plugin : IDisposable
            {
                private object kept;
                private readonly object initialised = {{timer}};
                void Discard() { _ = {{timer}}; }
                void Forget() { var forgotten = {{timer}}; }
                void Keep() { kept = {{timer}}; }
                public void Dispose() { }
            }
            """);

        Assert.Equal(Enumerable.Repeat($"CC0003 {timer}", 4), found);
    }

    [Theory]
    [InlineData("void Run(WaitHandle handle) { WAIT; }", "keep it, and Unregister it in Dispose or DisposeAsync")]
    [InlineData("private RegisteredWaitHandle wait; void Run(WaitHandle handle) { wait = WAIT; }", "Unregister it in Dispose or DisposeAsync")]
    public async Task A_wait_that_nobody_unregisters_is_found(string members, string nextStep)
    {
        const string Wait = "ThreadPool.RegisterWaitForSingleObject(handle, (_, _) => { }, null, -1, false)";
        var code = $"class Plugin {{ {members.Replace("WAIT", Wait, StringComparison.Ordinal)} }}";

        Assert.Equal([$"CC0003 {Wait}"], await Snippet.FindAsync(code));
        Assert.Equal($"The wait is never ended by 'Plugin', and while it runs the plugin can't be unloaded: {nextStep}", Assert.Single(await Snippet.DiagnosticsAsync(code)).GetMessage());
    }

    [Theory]
    [InlineData("void Run(WaitHandle handle) { ThreadPool.RegisterWaitForSingleObject(handle, (_, _) => { }, null, -1, executeOnlyOnce: true); }")]
    [InlineData("private RegisteredWaitHandle wait; void Run(WaitHandle handle) { wait = ThreadPool.RegisterWaitForSingleObject(handle, (_, _) => { }, null, -1, false); } void End() => wait.Unregister(null);")]
    public async Task A_wait_that_ends_is_not(string members) => Assert.Empty(await Snippet.FindAsync($"class Plugin {{ {members} }}"));

    [Theory]
    [InlineData("void Run() { SIGNAL; }", 1)]
    [InlineData("private object signal; void Run() { signal = SIGNAL; }", 1)]
    [InlineData("private IDisposable signal; void Run() { signal = SIGNAL; } void End() => signal.Dispose();", 0)]
    public async Task A_registration_for_a_signal_that_nobody_ends_is_found(string members, int times)
    {
        const string Signal = "System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGHUP, _ => { })";

        Assert.Equal(Enumerable.Repeat($"CC0003 {Signal}", times), await Snippet.FindAsync($"class Plugin {{ {members.Replace("SIGNAL", Signal, StringComparison.Ordinal)} }}"));
    }

    [Theory]
    [InlineData("private Timer Tick { get; } = new Timer(_ => { });")]
    [InlineData("private static object Tick { get; set; } = new Timer(_ => { });")]
    [InlineData("private Timer Tick { get; set; } void Start() { Tick = new Timer(_ => { }); }")]
    public async Task A_timer_that_a_property_keeps_and_nobody_takes_up_is_found(string members)
    {
        Assert.Equal(["CC0003 new Timer(_ => { })"], await Snippet.FindAsync($"class Plugin : IDisposable {{ {members} public void Dispose() {{ }} }}"));
    }

    [Fact]
    public async Task A_timer_that_is_only_set_anew_is_found()
    {
        var found = await Snippet.FindAsync("""
            class Plugin
            {
                private readonly Timer timer = new Timer(_ => { });
                void Start() => timer.Change(0, 1000);
            }
            """);

        Assert.Equal(["CC0003 new Timer(_ => { })"], found);
    }

    [Theory]
    [InlineData("private Timer timer = new Timer(_ => { }); public void Dispose() => timer.Dispose();")]
    [InlineData("private Timer timer; void Start() => timer ??= new Timer(_ => { }); public void Dispose() => timer?.Dispose();")]
    [InlineData("private Timer timer = new Timer(_ => { }); public void Dispose() => Interlocked.Exchange(ref timer, null)?.Dispose();")]
    [InlineData("private Timer Timer { get; } = new Timer(_ => { }); public void Dispose() => Timer.Dispose();")]
    [InlineData("public Timer Shared = new Timer(_ => { }); public void Dispose() { }")]
    [InlineData("public Timer Shared { get; } = new Timer(_ => { }); public void Dispose() { }")]
    [InlineData("Timer Make() => new Timer(_ => { }); public void Dispose() { }")]
    [InlineData("void Run() { using var timer = new Timer(_ => { }); } public void Dispose() { }")]
    [InlineData("void Run() { using (var timer = new Timer(_ => { })) { } } public void Dispose() { }")]
    [InlineData("void Run(System.Collections.Generic.List<Timer> timers) { timers.Add(new Timer(_ => { })); } public void Dispose() { }")]
    public async Task A_timer_that_somebody_may_dispose_is_not(string members)
    {
        Assert.Empty(await Snippet.FindAsync($"sealed class Plugin : IDisposable {{ {members} }}"));
    }

    [Fact]
    public async Task A_type_within_another_is_looked_at_once_and_by_itself()
    {
        var found = await Snippet.FindAsync("""
            class Outer : IDisposable
            {
                private readonly Timer timer = new Timer(_ => { });
                public void Dispose() => timer.Dispose();
                class Inner { void Start() { _ = new Timer(_ => { }); new Thread(Start).Start(); } }
            }
            """);

        Assert.Equal(["CC0003 new Timer(_ => { })", "CC0003 new Thread(Start)"], found);
    }

    [Fact]
    public async Task It_is_told_with_the_next_step()
    {
        var said = Assert.Single(await Snippet.DiagnosticsAsync("class Plugin { void Start() { _ = new Timer(_ => { }); } }"));

        Assert.Equal("The timer is never ended by 'Plugin', and while it runs the plugin can't be unloaded: keep it, and dispose it in Dispose or DisposeAsync", said.GetMessage());
    }
}
