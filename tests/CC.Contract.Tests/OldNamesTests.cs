using CC.Server.Configuration;

namespace CC.Contract.Tests;

/// <summary>The names by which CC 0.8.7 has the handlers and daemons that there are already.</summary>
public sealed class OldNamesTests
{
    [Theory]
    [InlineData("cc.handler.database", "dbhandler")]
    [InlineData("cc.handler.delay", "delay")]
    [InlineData("cc.handler.disposer", "disposer")]
    [InlineData("cc.handler.echo", "echo")]
    [InlineData("cc.handler.filter", "filter")]
    [InlineData("cc.handler.infowriter", "infowriter")]
    [InlineData("cc.handler.jobmgr", "jobmgr")]
    [InlineData("cc.handler.locallogger", "locallogger")]
    [InlineData("cc.handler.proxy", "proxy")]
    [InlineData("cc.handler.tailwriter", "tailwriter")]
    [InlineData("cc.handler.taskrouter", "taskrouter")]
    public void Handlers_are_found_by_module_and_by_short_name(string module, string name)
    {
        var role = name switch
        {
            "jobmgr" => "local",
            "dbhandler" or "infowriter" or "tailwriter" or "taskrouter" => "remote",
            _ => "insecure",
        };
        var own = name switch
        {
            "dbhandler" => "db = dbname=confdb host=127.0.0.1 port=8300",
            "delay" or "filter" => "forward-to = h:two\n[h:two]\nhandler = disposer",
            "jobmgr" => "daemons = d:tail",
            "proxy" => "remote-cc = tcp://127.0.0.1:1",
            "infowriter" or "tailwriter" => "dstdir = /tmp",
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

    [Fact]
    public void Daemons_are_found_by_module_and_by_short_name()
    {
        foreach (var prefix in (string[])["", "cc.daemon."])
        {
            var node = Load($"""
                [ccserver]
                cc-socket = tcp://127.0.0.1:22632
                cc-role = local
                pidfile = /tmp/%(job_name)s.pid
                [routes]
                job = h:jobmgr
                [h:jobmgr]
                handler = cc.handler.jobmgr
                daemons = d:infoscript, d:infosender, d:logtail, d:pg_logforward, d:skylog
                [d:infoscript]
                module = {prefix}infoscript
                info-script = df
                info-period = 1
                info-name = df
                [d:infosender]
                module = {prefix}infosender
                infodir = /tmp
                infomask = *
                [d:logtail]
                module = {prefix}logtail
                logdir = /tmp
                logmask = *.log
                [d:pg_logforward]
                module = {prefix}pg_logforward
                listen-host = 0.0.0.0
                listen-port = 23456
                log-format = netstr
                plugins = p:logwatch
                [p:logwatch]
                module = cc.daemon.plugins.pg_logforward.example_logwatch
                [d:skylog]
                module = {prefix}skylog
                """);

            Assert.All(node.Daemons, daemon => Assert.Equal(daemon.Key, $"d:{daemon.Value.Component.Name}"));
            Assert.Equal(5, node.Daemons.Count);
            Assert.Empty(node.Warnings);
        }
    }

    private static NodeConfiguration Load(string text) =>
        ConfigurationLoader.Load(new ConfigurationSource("test.ini", "test", new Dictionary<string, string>(), () => text), "testhost", _ => ShippedPlugin.Catalog);
}
