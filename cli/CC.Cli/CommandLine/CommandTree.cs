using System.CommandLine;
using System.CommandLine.Help;
using CC.Cli.Commands;

namespace CC.Cli.CommandLine;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    public static RootCommand Create(Runner runner)
    {
        var root = new RootCommand("Asks a CC node, and has it do things.")
        {
            PingCommand.Create(runner),
            NodeCommands.Info(runner),
            MessageCommands.Publish(runner),
            MessageCommands.Request(runner),
            NodeCommands.Routes(runner),
            NodeCommands.Stats(runner),
            EventsCommand.Create(runner),
            LogCommand.Create(runner),
            FileCommands.All(runner),
            PluginCommands.All(runner),
            TaskCommands.All(runner),
            JobCommands.Processes(runner),
            JobImportCommand.All(runner),
            JobCommands.Load(runner),
            JobCommands.Unload(runner),
            JobCommands.Reload(runner),
            JobCommands.Run(runner),
            TopCommand.Create(runner),
            JobStreamCommands.Send(runner),
            JobStreamCommands.Receive(runner),
            JobStreamCommands.Logs(runner),
            JobExportCommand.All(runner),
            DevCommands.All(runner),
            KeyCommands.All(runner),
        };
        root.Subcommands.Add(CompletionCommand.Create(runner, root));
        runner.Common.AddTo(root);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((HelpAction)help.Action!);
        return root;
    }
}
