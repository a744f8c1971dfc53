using CC.EndToEnd.Tests.Host;

namespace CC.EndToEnd.Tests.Isolation;

/// <summary>What tests of daemons in processes of their own share.</summary>
public abstract class IsolationTest : HostTest
{
    /// <summary>A node that keeps one daemon running in a process of its own.</summary>
    protected string IsolatedIni(string module, string section = "", string main = "", string routes = "") => Ini(
        main: $"{WithPlugin("Wreck")}\n{main}",
        routes: $"job = h:jobmgr\n{routes}",
        sections: $"""
            [h:jobmgr]
            handler = jobmgr
            daemons = d:one

            {(routes.Length == 0 ? "" : "[h:locallog]\nhandler = locallogger")}

            [d:one]
            module = {module}
            isolation = process
            watchdog-formula-b = 0
            {section}
            """);
}
