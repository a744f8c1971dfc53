using CC.EndToEnd.Tests.Plugins;

namespace CC.EndToEnd.Tests.Tasks;

/// <summary>What tests of tasks share: a node with a runner, whose router the test is.</summary>
public abstract class TaskTest : PluginTest
{
    /// <summary>A node's sections.</summary>
    protected static string Sections(string router, string tasks, string runner = "") => $"""
        [h:forward]
        handler = proxy
        remote-cc = {router}

        [h:jobmgr]
        handler = jobmgr
        daemons = d:taskrunner

        [d:taskrunner]
        module = taskrunner
        local-id = here
        heartbeat = 0.5
        {runner}

        {tasks}
        """;

    protected string TaskIni(string router, string tasks, string runner = "", string main = "") => Ini(
        main: $"pidfile = {Folder}/%(job_name)s.pid\n{main}", routes: "job = h:jobmgr\ntask = h:forward", sections: Sections(router, tasks, runner));
}
