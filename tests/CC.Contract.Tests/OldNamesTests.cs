using CC.Server.Configuration;

namespace CC.Contract.Tests;

/// <summary>The names by which CC 0.8.7 has the handlers and daemons that there are already.</summary>
public sealed class OldNamesTests
{
    [Theory]
    [InlineData("cc.handler.disposer", "disposer")]
    [InlineData("cc.handler.echo", "echo")]
    [InlineData("cc.handler.jobmgr", "jobmgr")]
    [InlineData("cc.handler.locallogger", "locallogger")]
    [InlineData("cc.handler.proxy", "proxy")]
    [InlineData("cc.handler.tailwriter", "tailwriter")]
    public void Handlers_are_found_by_module_and_by_short_name(string module, string name)
    {
        var role = name switch
        {
            "jobmgr" => "local",
            "tailwriter" => "remote",
            _ => "insecure",
        };
        var own = name switch
        {
            "jobmgr" => "daemons = d:tail",
            "proxy" => "remote-cc = tcp://127.0.0.1:1",
            "tailwriter" => "dstdir = /tmp",
            _ => "",
        };

        foreach (var line in (string[])[$"handler = {module}", $"handler = {name}", $"plugin = {module}"])
        {
            var node = Load($"""
                [ccserver]
                cc-socket = tcp://127.0.0.1:22632
                cc-role = {role}
                pidfile = /tmp/%(job_name)s.pid
                [routes]
                * = h:one
                [h:one]
                {line}
                {own}
                [d:tail]
                module = cc.daemon.logtail
                logdir = /tmp
                logmask = *.log
                """);

            Assert.Equal(name, node.Handlers["h:one"].Component.Name);
        }
    }

    private static NodeConfiguration Load(string text) =>
        ConfigurationLoader.Load(new ConfigurationSource("test.ini", "test", new Dictionary<string, string>(), () => text), "testhost", _ => ShippedPlugin.Catalog);
}
