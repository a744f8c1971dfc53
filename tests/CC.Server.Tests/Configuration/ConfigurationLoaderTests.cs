using CC.Client.Security;
using CC.Sdk.Options;
using CC.Sdk.Testing;
using CC.Server.Configuration;
using CC.Server.Plugins;
using CC.Server.Routing;
using CC.Server.Tests.Components;

namespace CC.Server.Tests.Configuration;

public sealed class ConfigurationLoaderTests
{
    [Fact]
    public void The_least_configuration_has_the_defaults_of_the_original()
    {
        var options = Configurations.Load("[ccserver]\ncc-socket = tcp://127.0.0.1:22632").Options;

        Assert.Equal(["tcp://127.0.0.1:22632"], options.Sockets);
        Assert.Equal(ConfiguredRole.Insecure, options.CcRole);
        Assert.Equal((1, 30.0, 2), (options.CcStats, options.StatsPeriod.TotalSeconds, options.InfoFileLevel));
        Assert.Equal((500.0, 100), (options.Linger.TotalMilliseconds, options.HighWaterMark));
        Assert.Equal((1, 15.0, 240.0, 4), (options.KeepAlive, options.KeepAliveInterval.TotalSeconds, options.KeepAliveIdle.TotalSeconds, options.KeepAliveCount));
        Assert.Equal((10485760, 3), (options.LogSize.Octets, options.LogCount));
        Assert.Equal("cc", options.JobName);
    }

    [Fact]
    public void Signatures_without_an_authority_are_one_error_and_no_plugin_is_looked_at() => Assert.Equal(
        ["cc.ini:5: [plugins] require-signature = yes: needs signature-ca: name a PEM file with the certificates of the authorities whose signatures count"],
        ErrorsOfPlugins("require-signature = yes"));

    [Theory]
    [InlineData("none.pem", "Could not find file '")]
    [InlineData("empty.pem", "it holds no certificate")]
    public void An_authoritys_file_that_can_not_be_used_is_one_error_where_signatures_are_required(string name, string why)
    {
        using var folder = new TemporaryFolder();
        folder.File("empty.pem", "nothing");

        var error = Assert.Single(ErrorsOfPlugins($"signature-ca = {folder[name]}\nrequire-signature = yes"));

        Assert.StartsWith($"cc.ini:5: [plugins] signature-ca = {folder[name]}: can't be used: {why}", error, StringComparison.Ordinal);
        Assert.EndsWith("; name a PEM file with the certificates of the authorities whose signatures count", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_authoritys_file_that_nothing_is_required_of_is_not_read() =>
        Assert.Equal("/none.pem", Configurations.Load($"{Configurations.Main}[plugins]\nsignature-ca = /none.pem").Plugins.Options.SignatureCa);

    [Fact]
    public void Each_option_of_the_main_section_is_read()
    {
        var options = Configurations.Load("""
            [ccserver]
            cc-socket: tcp://127.0.0.1:1, ipc:///tmp/%(job_name)s.sock
            CC-Role = remote
            job_name = site
            pidfile = ~/%(job_name)s.pid
            logfile = /var/log/%(job_name)s.log   ; a comment
            log_size = 2 mb
            cc-stats = 2
            stats-period = 0.5
            infofile-level = 3
            zmq_linger = -1
            zmq_hwm = 0
            zmq_rcvbuf = 64K
            zmq_tcp_keepalive_idle = 10
            max-message-size = 1G
            zmq_nthreads = 4
            """).Options;
        var socket = options.Socket(TimeProvider.System);

        Assert.Equal(["tcp://127.0.0.1:1", "ipc:///tmp/site.sock"], options.Sockets);
        Assert.Equal(ConfiguredRole.Remote, options.CcRole);
        Assert.Equal($"{Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)}/site.pid", options.PidFile);
        Assert.Equal("/var/log/site.log", options.LogFile);
        Assert.Equal(2 * 1024 * 1024, options.LogSize.Octets);
        Assert.Equal((2, 0.5, 3), (options.CcStats, options.StatsPeriod.TotalSeconds, options.InfoFileLevel));
        Assert.Equal((0, Timeout.InfiniteTimeSpan), (socket.SendHighWaterMark, socket.Linger));
        Assert.Equal((64 * 1024, 10.0), (socket.Tcp.ReceiveBuffer, socket.Tcp.KeepAliveIdle.TotalSeconds));
        Assert.Equal(1024 * 1024 * 1024, socket.MaxMessageSize);
    }

    [Fact]
    public void Every_section_knows_the_job_the_service_and_the_host()
    {
        var configuration = Configurations.Load($"""
            {Configurations.Main}
            [routes]
            a = h:plain
            b = h:own
            [h:plain]
            handler = plain
            text = %(job_name)s %(service_name)s %(host_name)s
            [h:own]
            handler = plain
            job_name = mine
            text = %(job_name)s
            """);

        Assert.Equal("cc h:plain testhost", configuration.OptionsOf<PlainOptions>("h:plain").Text);
        Assert.Equal("mine", configuration.OptionsOf<PlainOptions>("h:own").Text);
        Assert.Equal(("cc", "mine"), (configuration.Handlers["h:plain"].JobName, configuration.Handlers["h:own"].JobName));
    }

    [Fact]
    public void A_daemon_has_a_name_and_a_pid_file_of_its_own()
    {
        var configuration = Configurations.Load("""
            [ccserver]
            cc-socket = tcp://127.0.0.1:*
            cc-role = local
            job_name = 100%%
            pidfile = /run/%(job_name)s.pid
            [routes]
            job = h:run
            [h:run]
            handler = runner
            daemons = d:one
            [d:one]
            module = cc.daemon.plain
            text = %(job_name)s %(pidfile)s
            """);

        var daemon = configuration.Daemons["d:one"];
        Assert.Equal("100%.d:one", daemon.JobName);
        Assert.Equal("100%.d:one /run/100%.d:one.pid", Assert.IsType<PlainOptions>(daemon.Options).Text);
    }

    [Fact]
    public void Defaults_hold_where_a_section_says_nothing_itself()
    {
        var configuration = Configurations.Load($"""
            [DEFAULT]
            text = of all
            count = 7
            nonsense = in use elsewhere
            {Configurations.Main}
            [routes]
            a = h:one, h:two
            [h:one]
            handler = plain
            [h:two]
            handler = plain
            text = its own
            """);

        Assert.Equal(("of all", 7), (configuration.OptionsOf<PlainOptions>("h:one").Text, configuration.OptionsOf<PlainOptions>("h:one").Count));
        Assert.Equal(("its own", 7), (configuration.OptionsOf<PlainOptions>("h:two").Text, configuration.OptionsOf<PlainOptions>("h:two").Count));
        Assert.Equal(["a"], configuration.Routes.Select(route => route.Pattern));
    }

    [Theory]
    [InlineData("limit = 3K", "limit = 3K")]
    [InlineData("limit = 1 MB", "limit = 1M")]
    [InlineData("names = a,, b ,c", "names = a, b, c")]
    [InlineData("names =", "names = ")]
    [InlineData("text = a\n  b", "text = a\nb")]
    [InlineData("text = 100%% sure", "text = 100% sure")]
    [InlineData("text = a # b;c", "text = a # b;c")]
    [InlineData("LOUD = ON\ntext = x", "loud = yes")]
    [InlineData("loud = 0", "loud = no")]
    [InlineData("pause = 2.5", "pause = 2.5")]
    public void Values_are_read_as_the_original_reads_them(string written, string meant)
    {
        var options = Configurations.Load(Handler(written)).OptionsOf<PlainOptions>("h");

        var pair = meant.Split(" = ", 2);
        Assert.Equal(pair[1], OptionsBinder.Texts(options)[pair[0]]);
    }

    [Theory]
    [InlineData("limit = 1.5K", "cc.ini:8: [h] limit = 1.5K: is a size: a whole number, optionally with K, M, G, T, P or E, such as 256 MB")]
    [InlineData("loud = maybe", "cc.ini:8: [h] loud = maybe: is yes or no (also 1/0, true/false, on/off)")]
    [InlineData("count = 10", "cc.ini:8: [h] count = 10: is at most 9")]
    [InlineData("pause = soon", "cc.ini:8: [h] pause = soon: is a number of seconds")]
    [InlineData("loud = yes", "cc.ini:8: [h] loud = yes: needs a text to be loud about")]
    [InlineData("txet = x", "cc.ini:8: [h] txet = x: is not a known option; did you mean text?")]
    [InlineData("wholly = other", "cc.ini:8: [h] wholly = other: is not a known option")]
    [InlineData("text = %(nmaes)s\nnames = a", "cc.ini:8: [h] text = %(nmaes)s: refers to %(nmaes)s, which is not defined; did you mean %(names)s?")]
    [InlineData("text = 5%", "cc.ini:8: [h] text = 5%: has a '%' that starts no %(name)s; write %% for a per cent sign")]
    public void An_error_names_file_line_section_key_value_and_rule(string written, string error) =>
        Assert.Equal([error], Configurations.Errors(Handler(written)));

    [Fact]
    public void What_the_original_knows_for_any_section_stops_no_node_and_one_warning_names_it_all()
    {
        var warnings = Configurations.Load(
            $"[ccserver]\ncc-socket = tcp://127.0.0.1:1\nloop_delay = 1\n[routes]\na = h, m\n[h]\nhandler = plain\nlogfile = x\nZMQ_hwm = lots\nbakext = .old\n"
            + "[m]\nhandler = runner\ndaemons = d\n[d]\nmodule = plain\nstats-period = 30").Warnings;

        Assert.Equal(
            "these options of CC 0.8.7 have no effect where they stand: [ccserver] loop_delay; [h] logfile, zmq_hwm, bakext; [d] stats-period",
            Assert.Single(warnings, warning => warning.Contains("0.8.7", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_without_them_is_not_warned_of_them() =>
        Assert.DoesNotContain(Configurations.Load(Handler("text = x")).Warnings, warning => warning.Contains("0.8.7", StringComparison.Ordinal));

    [Fact]
    public void Keys_are_options_of_the_node_and_those_of_a_handler_have_no_effect()
    {
        var warnings = Configurations.Load(Handler("cms-sign = key")).Warnings;

        Assert.Contains("[h] cms-sign has no effect: the keys and certificates of handlers are those of [ccserver]", warnings);
    }

    [Theory]
    [InlineData("cms-encrypt = a", "needs cms-sign")]
    [InlineData("cms-decrypt = a", "needs cms-verify-ca")]
    [InlineData("cms-sign = ../a", "is no name")]
    [InlineData("cms-verify-ca = nobody", "nobody.crt can't be read")]
    [InlineData("cms-access-ca = nobody", "nobody.crt can't be read")]
    [InlineData("cms-time-window = soon", "is a number of seconds")]
    [InlineData("[access]\nlog = user1", "needs authorities")]
    [InlineData("cms-access-ca = nobody\n[access]\nlog =", "names nobody")]
    [InlineData("cms-access-ca = nobody\n[access]\nlog = \"user1", "names nobody")]
    [InlineData("cms-access-ca = nobody\n[access]\na..b = user1", "is not a message type")]
    public void What_is_wrong_with_keys_and_access_is_told(string written, string rule) =>
        Assert.Contains(Configurations.Errors($"[ccserver]\ncc-socket = tcp://127.0.0.1:*\n{written}\n[routes]\n"), error => error.Contains(rule, StringComparison.Ordinal));

    [Fact]
    public void All_errors_are_told_at_once_in_the_order_of_the_file()
    {
        var errors = Configurations.Errors("""
            stray = 1
            [ccserver]
            cc-socket = nowhere
            cc-rol = local
            stats-period = often
            [routes]
            a..b = h:plain
            c = h:plian
            d = h:other
            [h:plain]
            handler = plian
            [h:other]
            handler = plain
            count = 0
            folder = /tmp/x
            limit
            """);

        Assert.Equal(
            [
                "cc.ini:1: 'stray = 1' stands in no section: write [name] above it",
                "cc.ini:16: 'limit' is neither a section, a comment, nor key = value",
                "cc.ini:4: [ccserver] cc-rol = local: is not a known option; did you mean cc-role?",
                "cc.ini:3: [ccserver] cc-socket = nowhere: is no ZeroMQ endpoint: write tcp://HOST:PORT, ipc://PATH or inproc://NAME",
                "cc.ini:5: [ccserver] stats-period = often: is a number of seconds",
                "cc.ini:7: [routes] a..b = h:plain: is not a message type (labels of letters, digits, '_' and '-', joined by dots), nor *",
                "cc.ini:11: [h:plain] handler = plian: is no handler of any plugin here; did you mean plain?",
                "cc.ini:8: [routes] c = h:plian: refers to the section [h:plian], which does not exist; did you mean [h:plain]?",
                "cc.ini:14: [h:other] count = 0: is at least 1",
            ],
            errors);
    }

    [Fact]
    public void Without_a_main_section_it_says_how_to_get_one() =>
        Assert.Equal(
            ["cc.ini: [ccserver]: the section is missing; ccserver --ini prints one to start from"],
            Configurations.Errors("[routes]\n"));

    [Fact]
    public void A_socket_is_required() =>
        Assert.Equal(["cc.ini: [ccserver] cc-socket: is required"], Configurations.Errors("[ccserver]\ncc-role = local"));

    [Fact]
    public void The_command_line_overrides_the_main_section_and_is_named_in_errors()
    {
        Assert.Equal(5, Configurations.Load(Configurations.Main, ("stats-period", "5")).Options.StatsPeriod.TotalSeconds);
        Assert.Equal(["--set: [ccserver] stats-period = x: is a number of seconds"], Configurations.Errors(Configurations.Main, ("stats-period", "x")));
        Assert.Equal(["--set: [ccserver] stats = 1: is not a known option"], Configurations.Errors(Configurations.Main, ("stats", "1")));
    }

    [Fact]
    public void Routes_stand_in_the_order_of_the_file_and_match_capitals_as_they_are_written()
    {
        var configuration = Configurations.Load($"{Configurations.Main}[routes]\nPUB.Case = h, q\n* = h\n[h]\nhandler = plain\n[q]\nhandler = cc.handler.quick");

        Assert.Equal(
            ["pub.case = h q", "PUB.Case = h q", "* = h"],
            configuration.Routes.Select(route => $"{route.Pattern} = {string.Join(' ', route.Sections)}"));
    }

    [Fact]
    public void A_handler_is_found_by_its_name_its_other_name_and_its_old_name()
    {
        var configuration = Configurations.Load($"{Configurations.Main}[routes]\na = h1, h2, h3, h4\n"
            + "[h1]\nhandler = plain\n[h2]\nhandler = simple\n[h3]\nhandler = cc.handler.plain\n[h4]\nhandler = nonsense\nplugin = plain");

        Assert.All(configuration.Handlers.Values, handler => Assert.Equal(typeof(PlainHandler), handler.Component.Type));
        Assert.Equal(4, configuration.Handlers.Count);
    }

    [Theory]
    [InlineData("", 1000, WhenFull.Wait)]
    [InlineData("mailbox-size = 5\nmailbox-full = drop", 5, WhenFull.Drop)]
    [InlineData("mailbox-full = Wait", 1000, WhenFull.Wait)]
    internal void A_serial_handler_has_a_mailbox(string written, int size, WhenFull whenFull) =>
        Assert.Equal(new MailboxModel(size, whenFull), Configurations.Load(Handler(written)).Handlers["h"].Mailbox);

    [Fact]
    public void A_concurrent_handler_has_no_mailbox() =>
        Assert.Null(Configurations.Load($"{Configurations.Main}[routes]\na = h\n[h]\nhandler = quick").Handlers["h"].Mailbox);

    [Theory]
    [InlineData("local", "localonly", null)]
    [InlineData("remote", "localonly", "runs on nodes with cc-role = local only; this node is remote")]
    [InlineData("insecure", "localonly", null)]
    [InlineData("local", "remoteonly", "runs on nodes with cc-role = remote only; this node is local")]
    [InlineData("remote", "remoteonly", null)]
    [InlineData("insecure", "remoteonly", null)]
    [InlineData("remote", "quick", null)]
    public void The_role_decides_which_handlers_may_run(string role, string handler, string? rule)
    {
        var text = $"[ccserver]\ncc-socket = tcp://127.0.0.1:*\ncc-role = {role}\n[routes]\na = h\n[h]\nhandler = {handler}";

        if (rule is null)
        {
            Assert.Single(Configurations.Load(text).Handlers);
        }
        else
        {
            Assert.Equal([$"cc.ini:7: [h] handler = {handler}: {rule}"], Configurations.Errors(text));
        }
    }

    [Fact]
    public void Handlers_that_handlers_refer_to_are_found()
    {
        var configuration = Configurations.Load($"{Configurations.Main}[routes]\na = h1\n[h1]\nhandler = runner\nnext = h2\n[h2]\nhandler = quick");

        Assert.Equal(["h1", "h2"], configuration.Handlers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["h2"], configuration.Handlers["h1"].HandsOnTo);
    }

    [Fact]
    public void Handlers_that_refer_to_each_other_in_a_circle_are_refused() => Assert.Equal(
        ["cc.ini:8: [h1] next = h2: leads back from [h2] to this section; name a handler that does not", "cc.ini:11: [h2] next = h1: leads back from [h1] to this section; name a handler that does not"],
        Configurations.Errors($"{Configurations.Main}[routes]\na = h1\n[h1]\nhandler = runner\nnext = h2\n[h2]\nhandler = runner\nnext = h1"));

    [Fact]
    public void A_section_that_is_used_in_two_ways_is_refused()
    {
        var errors = Configurations.Errors($"{Configurations.Main}[routes]\na = one, two, x\n"
            + "[one]\nhandler = runner\ndaemons = d, x\n[two]\nhandler = runner\ndaemons = d\n[d]\nmodule = plain\n[x]\nhandler = quick\nmodule = plain");

        Assert.Contains("cc.ini:11: [two] daemons = d: refers to [d], but the daemon is run by [one] already; give each a section of its own", errors);
        Assert.Contains("cc.ini:5: [routes] a = one, two, x: refers to [x] as a handler, but [one] uses the section as a daemon", errors);
    }

    [Fact]
    public void A_daemons_section_has_its_options_its_managers_and_no_others()
    {
        const string Runner = "[routes]\na = r\n[r]\nhandler = runner\ndaemons = d\n[d]\nmodule = plain\n";

        Assert.Single(Configurations.Load($"{Configurations.Main}{Runner}priority = 3\ncount = 2\nzmq_hwm = 5\nloop_delay = 1").Daemons);
        Assert.Equal(["cc.ini:11: [d] priority = -1: is at least 0"], Configurations.Errors($"{Configurations.Main}{Runner}priority = -1"));
        Assert.Equal(["cc.ini:11: [d] priorty = 1: is not a known option; did you mean priority?"], Configurations.Errors($"{Configurations.Main}{Runner}priorty = 1"));
    }

    [Fact]
    public void A_daemon_that_is_a_program_may_have_any_options_and_gives_its_manager_all_of_them()
    {
        const string Runner = "pidfile = /run/%(job_name)s.pid\n[routes]\na = r\n[r]\nhandler = runner\ndaemons = d\n[d]\n";

        var daemon = Configurations.Load($"{Configurations.Main}{Runner}command = sleep 5\nits-own = %(job_name)s!").Daemons["d"];

        Assert.True(daemon.IsProgram);
        Assert.Equal(
            ["command = sleep 5", "host_name = testhost", "its-own = cc.d!", "job_name = cc.d", "pidfile = /run/cc.d.pid", "service_name = d", "use_skylog = 0"],
            daemon.Values.Select(value => $"{value.Key} = {value.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("script = a\nmodule = plain", "cc.ini:11: [d] script = a: stands beside another way to say what runs; keep one of module, script and command")]
    [InlineData("script = a\ncommand = b", "cc.ini:11: [d] script = a: stands beside another way to say what runs; keep one of module, script and command")]
    [InlineData("command = a\nnice = 3", "cc.ini:12: [d] nice = 3: has no effect on a program, which has a process of its own; remove it")]
    [InlineData("command = a\npriority = -1", "cc.ini:12: [d] priority = -1: is at least 0")]
    [InlineData("command = a\npidfile = /run/cc", "cc.ini:12: [d] pidfile = /run/cc: is the node's own; put %(job_name)s into the pidfile of [ccserver], or give this section another")]
    public void What_is_said_of_a_program_must_make_sense(string section, string error) => Assert.Equal(
        [error],
        Configurations.Errors($"{Configurations.Main}pidfile = /run/%(job_name)s\n[routes]\na = r\n[r]\nhandler = runner\ndaemons = d\n[d]\n{section}"));

    [Fact]
    public void What_is_allowed_and_probably_not_meant_is_a_warning()
    {
        var configuration = Configurations.Load("""
            [ccserver]
            cc-socket = tcp://127.0.0.1:*
            cc-stats = 0
            [routes]
            a = r
            a = r
            b =
            [r]
            handler = runner
            daemons = d
            [d]
            module = plain
            logfile = /tmp/d.log
            [unused]
            key = value
            """);

        Assert.Equal(
            [
                "cc.ini:6: [routes] a stands a second time; the one at cc.ini:5 has no effect",
                "cc-role is insecure: any handler may run on this node; set it to local or remote",
                "cc-stats is 0: no statistics are logged; set it to 1 for totals, or 2 for each message type as well",
                "[d] logfile has no effect: a daemon logs to its node, by messages of type log.LEVEL",
                "[routes] b leads to no handler: such messages will be dropped, unless a more general route takes them",
                "the section [unused] is referred to by nothing and has no effect",
            ],
            configuration.Warnings);
    }

    [Fact]
    public void Without_routes_it_warns() =>
        Assert.Contains("there is no section [routes]: every message will be dropped", Configurations.Load(Configurations.Main).Warnings);

    [Fact]
    public void A_handler_that_a_broken_plugin_might_have_says_why_the_plugin_can_not_be_used()
    {
        var catalog = Configurations.CatalogOf(["the plugin Broken (x.dll) can't be used: why"], typeof(QuickHandler));

        var invalid = Assert.Throws<ConfigurationException>(() => Configurations.Load(Handler(""), catalog));

        Assert.True(invalid.LacksPlugin);
        Assert.Equal(
            "cc.ini:7: [h] handler = plain: is no handler of any plugin here; there are: quick; the plugin Broken (x.dll) can't be used: why",
            Assert.Single(invalid.Errors).ToString());
    }

    [Fact]
    public void A_broken_plugin_that_nobody_needs_is_a_warning()
    {
        var catalog = Configurations.CatalogOf(["the plugin Broken (x.dll) can't be used: why"], typeof(PlainHandler));

        Assert.Equal(["the plugin Broken (x.dll) can't be used: why"], Configurations.Load(Handler(""), catalog).Warnings);
    }

    [Fact]
    public void A_wrong_configuration_lacks_no_plugin() =>
        Assert.False(Assert.Throws<ConfigurationException>(() => Configurations.Load(Handler("x = 1"))).LacksPlugin);

    [Theory]
    [InlineData("quarantined = h")]
    [InlineData("quarantined = i\n[i]\nhandler = plain\nquarantined = h")]
    [InlineData("quarantined = i\n[i]\nhandler = plain\nquarantined = i")]
    public void Handlers_that_would_hand_messages_to_each_other_for_ever_are_refused(string lines) =>
        Assert.Contains(Configurations.Errors(Handler(lines)), error => error.Contains("leads back from [", StringComparison.Ordinal));

    [Fact]
    public void Plugins_are_looked_for_in_the_folders_that_exist()
    {
        using var folder = new TemporaryFolder();
        IReadOnlyList<string> asked = [];
        var source = Configurations.Source($"{Configurations.Main}plugins-dir = {folder}, {folder["missing"]}");

        var invalid = Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Load(source, "testhost", sources =>
        {
            asked = sources.Folders;
            return Configurations.Catalog;
        }));

        Assert.Equal([folder.Path], asked);
        Assert.EndsWith($"names a folder that does not exist: {folder["missing"]}", Assert.Single(invalid.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_can_not_be_read_is_an_error_of_its_own()
    {
        using var folder = new TemporaryFolder();
        var source = ConfigurationSource.File(folder["missing.ini"], new Dictionary<string, string>());

        var invalid = Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Load(source, "testhost", _ => Configurations.Catalog));

        Assert.StartsWith($"{folder["missing.ini"]}: can't be read: ", Assert.Single(invalid.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_that_is_printed_loads_and_shows_every_option_with_its_default()
    {
        var sample = ConfigurationSource.Embedded("sample.ini");
        var all = string.Join('\n', sample.Split('\n').Select(line => line.StartsWith('#') && !line.StartsWith("# ", StringComparison.Ordinal) ? line[1..] : line))
            .Replace("handler = echo", "handler = plain").Replace("handler = locallogger", "handler = quick");

        var loaded = Configurations.Load(all, ("job_name", "ccserver"));
        var options = loaded.Options;

        var defaults = OptionsBinder.Texts(new NodeOptions());
        var shown = OptionsBinder.Texts(options);
        string[] named = ["cc-socket", "cc-role", "pidfile", "logfile"];
        Assert.Equal(defaults.ExceptBy(named, entry => entry.Key), shown.ExceptBy(named, entry => entry.Key));
        Assert.Equal(new PluginOptions(), loaded.Plugins.Options);
        Assert.Equal(OptionsBinder.Texts(new CmsOptions()), OptionsBinder.Texts(loaded.Security));
        object[] others = [new PluginOptions(), new CmsOptions(), new AccessOptions()];
        Assert.All(defaults.Keys.Concat(others.SelectMany(record => OptionsBinder.Texts(record).Keys)), key => Assert.Matches($@"(?m)^#?{key} =", sample));
    }

    [Theory]
    [InlineData("pidfile = /run/cc.pid\nzmq_hwm = x\nnonsense = 1", "/run/cc.pid")]
    [InlineData("pidfile = /run/%(job_name)s.pid", "/run/cc.pid")]
    public void The_pid_file_is_found_whatever_else_is_wrong(string written, string expected) =>
        Assert.Equal(expected, ConfigurationLoader.LoadPidFile(Configurations.Source($"[ccserver]\n{written}"), "testhost"));

    [Fact]
    public void Without_a_pid_file_it_says_what_it_is_needed_for()
    {
        var invalid = Assert.Throws<ConfigurationException>(() => ConfigurationLoader.LoadPidFile(Configurations.Source(Configurations.Main), "testhost"));

        Assert.Equal("cc.ini: [ccserver] pidfile: is required for -d, -r, -s and -k", Assert.Single(invalid.Errors).ToString());
    }

    /// <summary>A configuration whose lines from the eighth on are those of a handler.</summary>
    /// <summary>What is said of a section [plugins], when there is more that is wrong, and no plugin may be looked at.</summary>
    private static string[] ErrorsOfPlugins(string lines)
    {
        var source = Configurations.Source($"{Configurations.Main}[plugins]\n{lines}\n[routes]\na = missing");
        var invalid = Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Load(source, "testhost", _ => throw new InvalidOperationException("It has looked.")));
        return [.. invalid.Errors.Select(error => error.ToString())];
    }

    private static string Handler(string lines) => $"{Configurations.Main}[routes]\na = h\n[h]\nhandler = plain\n{lines}";

    [Fact]
    public void A_running_node_keeps_its_role_whatever_the_file_says_meanwhile()
    {
        const string Handler = "[routes]\na = h\n[h]\nhandler = localonly\n";
        var running = Configurations.Load($"{Configurations.Main}{Handler}");
        var changed = $"{Configurations.Main.Replace("cc-role = local", "cc-role = remote", StringComparison.Ordinal)}{Handler}";

        var next = ConfigurationLoader.Load(Configurations.Source(changed), "testhost", _ => running.Catalog, running.Options.CcRole);

        Assert.Equal(["cc-role"], next.Options.DifferenceTo(running.Options));
        Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Load(
            Configurations.Source(changed.Replace("localonly", "remoteonly", StringComparison.Ordinal)), "testhost", _ => running.Catalog, running.Options.CcRole));
    }

    [Fact]
    public void What_daemons_and_logs_of_CC_0_8_7_had_is_accepted()
    {
        var configuration = Configurations.Load($"""
            {Configurations.Main}
            logdatefmt_console_verbose = a
            logdatefmt_file_verbose = b
            REM nothing
            rem	nothing = else
            [routes]
            a = h
            [h]
            handler = runner
            daemons = d:x
            [d:x]
            module = plain
            log_size = 1
            log_count = 2
            zmq_tcp_keepalive = 1
            zmq_tcp_keepalive_intvl = 1
            zmq_tcp_keepalive_idle = 1
            zmq_tcp_keepalive_cnt = 1
            """);

        Assert.Equal(
            ["these options of CC 0.8.7 have no effect where they stand: [ccserver] logdatefmt_console_verbose, logdatefmt_file_verbose"],
            configuration.Warnings);
    }

    [Fact]
    public void What_stands_in_DEFAULT_and_is_known_to_nobody_is_worth_a_warning()
    {
        var configuration = Configurations.Load($"""
            [DEFAULT]
            base = /tmp
            cc_stats = 1
            stop-timeot = 5
            text = used
            mailbox-size = 7
            script = none
            {Configurations.Main}
            infofile = %(base)s/x
            [routes]
            a = h
            [h]
            handler = plain
            """);

        Assert.Equal(
            [
                "cc.ini:3: [DEFAULT] cc_stats is known to no section and has no effect; did you mean cc-stats?",
                "cc.ini:4: [DEFAULT] stop-timeot is known to no section and has no effect; did you mean stop-timeout?",
            ],
            configuration.Warnings);
    }

    [Fact]
    public void Options_whose_own_check_throws_are_an_error_of_their_section()
    {
        var errors = Configurations.Errors(
            $"{Configurations.Main}[routes]\na = h\n[h]\nhandler = unchecked", Configurations.CatalogOf(typeof(BadComponents.ThrowsWhenChecked)));

        Assert.Equal(["cc.ini: [h]: can't be validated: on purpose (InvalidOperationException in ThrowingOptions.Validate)"], errors);
    }
}
