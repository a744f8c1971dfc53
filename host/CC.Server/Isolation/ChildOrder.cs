using CC.Client.Security;
using CC.Sdk.Configuration;
using CC.Sdk.Options;
using CC.Server.Components;
using Microsoft.Extensions.Logging;

namespace CC.Server.Isolation;

/// <summary>Writes the order for a component's process.</summary>
internal static class ChildOrder
{
    /// <exception cref="DaemonCrashedException">The node can't be reached from another process.</exception>
    public static ComponentOrder For(DaemonModel model, NodeAddress address, ILogger logger, bool isTrial) =>
        For(model.Component, model.Section, model.JobName, model.Isolation!, address, logger, isTrial) with { Parts = model.Parts.Texts, Security = InUse(model.Security) };

    /// <inheritdoc cref="For(DaemonModel, NodeAddress, ILogger, bool)"/>
    public static ComponentOrder For(TaskModel model, NodeAddress address, ILogger logger, bool isTrial) =>
        For(model.Component, model.Section, model.JobName, model.Isolation!, address, logger, isTrial) with { Parts = model.Parts.Texts, Security = InUse(model.Security) };

    private static ComponentOrder For(
        Component component, IniSection section, string jobName, IsolationModel isolation, NodeAddress address, ILogger logger, bool isTrial) => new()
        {
            Plugin = component.PluginFile,
            SignatureCa = address.Plugins.RequireSignature ? address.Plugins.SignatureCa : "",
            Kind = component.Kind,
            Component = component.Name,
            IsTrial = isTrial,
            Section = section.Name,
            JobName = jobName,
            HostName = address.HostName,
            Options = ValuesOf(component, section),
            Endpoint = LocalEndpoint.Of(address.Endpoints)
                ?? throw new DaemonCrashedException("the node has no endpoint in cc-socket that another process can connect to; add one of tcp:// or ipc://"),
            HighWaterMark = address.Socket.SendHighWaterMark,
            MaxMessageSize = address.Socket.MaxMessageSize,
            Linger = address.Socket.Linger,
            Level = Enum.GetValues<LogLevel>().First(level => level == LogLevel.None || logger.IsEnabled(level)),
            MaxFiles = isolation.MaxFiles,
            Grace = address.Grace,
        };

    private static CmsOptions? InUse(CmsOptions security) => security.AreInUse ? security : null;

    private static Dictionary<string, string> ValuesOf(Component component, IniSection section) => component.OptionsType is not { } type
        ? []
        : OptionsBinder.Names([type]).Select(section.Find).OfType<IniEntry>().ToDictionary(entry => entry.Key, entry => entry.Value);
}
