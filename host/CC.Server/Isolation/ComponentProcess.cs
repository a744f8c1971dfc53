using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using CC.Client.Security;
using CC.Sdk;
using CC.Server.Components;
using CC.Server.Diagnostics;
using CC.Server.Lifetime;
using CC.Server.Plugins;
using Microsoft.Extensions.Logging;

namespace CC.Server.Isolation;

/// <summary>A process that runs one component for a node: the other end of <see cref="ChildRunner"/>.</summary>
internal sealed partial class ComponentProcess(ComponentOrder order, ReportWriter reports, Counters counters, TimeProvider time)
{
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(1);

    private readonly ILogger logger = new ReportingLogger(reports, order.Level, time);

    /// <summary>Runs what the standard input asks for until that ends.</summary>
    public static async Task<ExitCode> RunAsync()
    {
        var stopping = new CancellationTokenSource();
        using var interrupt = Heed(PosixSignal.SIGINT, () => { }); // Ctrl-C is for the node, which ends this process in order.
        using var hangup = Heed(PosixSignal.SIGHUP, () => { });
        using var terminate = Heed(PosixSignal.SIGTERM, () => _ = stopping.CancelAsync());
        var lifeline = new Lifeline(Console.OpenStandardInput(), Process.GetCurrentProcess().Kill);
        if (Read(await lifeline.FirstLineAsync()) is not { } order)
        {
            await Console.Error.WriteLineAsync("ccserver: run-component is how a node starts a process for a section with isolation = process; it is of no use otherwise");
            return ExitCode.Configuration;
        }

        lifeline.Allow(order.Grace);
        _ = StopAsync(lifeline, stopping); // It waits for as long as the process lives, and ends with it.
        var counters = new Counters();
        var reports = new ReportWriter(StandardStreams.TakeOutput(), counters);
        return await new ComponentProcess(order, reports, counters, TimeProvider.System).RunAsync(stopping.Token);
    }

    private static ComponentOrder? Read(string? line)
    {
        try
        {
            return line is null ? null : JsonSerializer.Deserialize(line, ComponentOrderJson.Default.ComponentOrder);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task StopAsync(Lifeline lifeline, CancellationTokenSource stopping)
    {
        await lifeline.WhenCutAsync();
        await stopping.CancelAsync();
    }

    private static PosixSignalRegistration Heed(PosixSignal signal, Action then) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            then();
        });

    private async Task<ExitCode> RunAsync(CancellationToken stopping)
    {
        MessageSecurity? security;
        try
        {
            security = order.Security is { } keys ? MessageSecurity.Open(keys, time, why => Log.NotReloaded(logger, why)) : null;
        }
        catch (OptionsException unusable)
        {
            reports.Failed($"[{order.Section}] {order.Component} can't be made: {unusable.Message}");
            return ExitCode.Plugin;
        }

        await using var link = new NodeLink(order, new Traffic(counters, countTypes: false), logger, time, security);
        using var ended = new CancellationTokenSource();
        var counting = CountAsync(ended.Token);
        var events = new LinkedEvents(reports, link.Messages, logger, time);
        var code = order.Kind == ComponentKind.Task
            ? await MakeAndRunAsync<ITask>(link.Messages, events, task => RunAsync(task, stopping), stopping)
            : await MakeAndRunAsync<IDaemon>(link.Messages, events, daemon => RunAsync(daemon, stopping), stopping);
        await events.DisposeAsync();
        await link.DisposeAsync();
        await ended.CancelAsync();
        await counting;
        return code;
    }

    private async Task<ExitCode> MakeAndRunAsync<T>(IMessages messages, IEvents events, Func<T, Task<ExitCode>> run, CancellationToken stopping)
        where T : class
    {
        var disposal = new Disposal(time, logger);
        Made<T> made;
        try
        {
            made = await MakeAsync<T>(messages, events, disposal, order.IsTrial ? stopping : CancellationToken.None);
        }
        catch (ComponentException failure)
        {
            reports.Failed(failure.Message);
            return ExitCode.Plugin;
        }
        catch (Exception failure) when (failure is PluginException or PluginTrustException or OptionsException or Win32Exception)
        {
            reports.Failed($"[{order.Section}] {order.Component} can't be made: {failure.Message}");
            return ExitCode.Plugin;
        }

        if (order.IsTrial)
        {
            await made.EndAsync(disposal, isIdle: true, stopping);
            reports.Tried();
            return ExitCode.Ok;
        }

        var code = await run(made.Component);
        await made.EndAsync(disposal, isIdle: true, CancellationToken.None);
        return code;
    }

    private Task<Made<T>> MakeAsync<T>(IMessages messages, IEvents events, Disposal disposal, CancellationToken deadline)
        where T : class
    {
        if (order.MaxFiles > 0)
        {
            ProcessLimits.LimitOpenFiles(order.MaxFiles);
        }

        var (component, options) = OrderedComponent.Load(order);
        var context = new ComponentContext(order.Section, order.JobName, order.HostName);
        var components = new PartComponents(order.JobName, new PartSections(order.Parts), new NoComponents());
        var services = new ComponentServices(context, messages, counters, components, events, logger, time);
        return ComponentFactory.MakeAsync<T>(component, options, services, disposal, deadline);
    }

    private async Task<ExitCode> RunAsync(IDaemon daemon, CancellationToken stopping)
    {
        try
        {
            await Task.Run(() => daemon.RunAsync(stopping), CancellationToken.None);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (Exception failure)
        {
            reports.Failed($"{failure}");
            return ExitCode.Component;
        }
    }

    private async Task<ExitCode> RunAsync(ITask task, CancellationToken stopping)
    {
        try
        {
            await Task.Run(() => task.RunAsync(order.Task!.ToRequest(), new ReportedFeedback(reports), stopping), CancellationToken.None);
            reports.Done();
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (TaskRefusedException refused)
        {
            reports.Refused(refused.Message);
            return ExitCode.Component;
        }
        catch (TaskFailedException failed)
        {
            reports.Failed(failed.Message, failed.HasVanished);
            return ExitCode.Component;
        }
        catch (Exception crash)
        {
            reports.Log(LogLevel.Error, default, time.GetUtcNow(), FailureText.Whole(crash));
            reports.Failed(FailureText.Of(crash), hasVanished: false);
            return ExitCode.Component;
        }
    }

    /// <summary>Tells what is counted, now and then and at the end.</summary>
    private async Task CountAsync(CancellationToken ended)
    {
        using var period = new PeriodicTimer(ReportPeriod, time);
        while (!ended.IsCancellationRequested)
        {
            await ((Task)period.WaitForNextTickAsync(ended).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            reports.Count();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "certificates or keys have changed, and those before stay in use: {Why}")]
        public static partial void NotReloaded(ILogger logger, string why);
    }
}
