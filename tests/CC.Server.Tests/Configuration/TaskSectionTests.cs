using CC.Server.Components;
using CC.Server.Configuration;
using CC.Server.Plugins;
using CC.Server.Tests.Components;

namespace CC.Server.Tests.Configuration;

/// <summary>Sections of tasks: those that are named as tasks, and those that somebody lists.</summary>
public sealed class TaskSectionTests
{
    private const string Runner = "[routes]\na = r\n[r]\nhandler = tasker\n";

    [Fact]
    public void A_section_is_a_task_by_its_name()
    {
        var task = Load("[cc.task.plain]\ntext = x\ntime-limit = 9\nmax-at-once = 2").Tasks["cc.task.plain"];

        Assert.Equal(("plain", "x", 9, 2), (task.Component.Name, Assert.IsType<PlainOptions>(task.Options).Text, task.TimeLimit.TotalSeconds, task.MaxAtOnce));
        Assert.Null(task.Isolation);
        Assert.Equal("cc.cc.task.plain", task.JobName);
    }

    [Theory]
    [InlineData("command = /bin/echo", "command")]
    [InlineData("task = plain\ntext = x", "plain")]
    public void A_section_that_is_named_as_one_of_a_sites_own_is_by_what_it_runs(string lines, string expected)
    {
        var node = Load($"[mysite.task.x]\n{lines}");

        var task = Assert.Single(node.Tasks).Value;
        Assert.Equal((expected, "cc.mysite.task.x"), (task.Component.Name, task.JobName));
        Assert.Empty(node.Warnings);
    }

    [Fact]
    public void One_of_CC_0_8_7_that_names_a_module_of_Python_is_warned_of_and_not_taken_for_a_task_of_that_name()
    {
        var node = Load("[mysite.task.plain]\nsudo = cc");

        Assert.Empty(node.Tasks);
        Assert.Equal("the section [mysite.task.plain] has no effect: CC 0.8.7 runs the Python module of that name as a task; say what to run, by command = PROGRAM or task = NAME", Assert.Single(node.Warnings));
    }

    [Theory]
    [InlineData("task = plain")]
    [InlineData("task = cc.task.plain")]
    public void Another_one_is_if_it_is_listed(string line)
    {
        var node = Load($"tasks = t:a\n[t:a]\n{line}\n[t:b]\ntask = plain");

        Assert.Equal(["t:a"], node.Tasks.Keys);
        Assert.Contains(node.Warnings, warning => warning.Contains("[t:b] is referred to by nothing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_needs_no_plugin()
    {
        var task = Load("tasks = t:a\n[t:a]\ncommand = /bin/echo 'a b'\nsudo = nobody").Tasks["t:a"];

        Assert.Same(Component.Program, task.Component);
        Assert.Equal("nobody", task.Isolation!.User);
    }

    [Theory]
    [InlineData("[cc.task.plian]", "[cc.task.plian] task:", "did you mean plain?")]
    [InlineData("[cc.task.mytask]", "[cc.task.mytask] task:", "; a program of your own is a task by command = PROGRAM in place of task")]
    [InlineData("[cc.task.plain]\ntxet = x", "txet = x", "is not a known option; did you mean text?")]
    [InlineData("[cc.task.plain]\ncount = 99", "count = 99", "is at most 9")]
    [InlineData("[cc.task.plain]\nmax-files = 9", "max-files = 9", "has no effect without isolation = process")]
    [InlineData("[cc.task.plain]\nsudo = -x", "sudo = -x", "is the name of a user")]
    [InlineData("[cc.task.plain]\nsudo = x\nisolation = host", "isolation = host", "can't be host with sudo")]
    [InlineData("[cc.task.plain]\ntask = plain\ncommand = x", "command = x", "is a program to run in place of a task")]
    [InlineData("[cc.task.x]\ncommand = 'x", "command = 'x", "is no command line: the quote ' is not closed")]
    [InlineData("[cc.task.x]\ncommand = x\ntext = y", "text = y", "is not a known option")]
    [InlineData("tasks = t:a", "tasks = t:a", "refers to the section [t:a], which does not exist")]
    [InlineData("tasks = t:a\n[t:a]", "task", "is required")]
    [InlineData("tasks = r", "tasks = r", "refers to [r] as a task, but [routes] uses the section as a handler")]
    public void Mistakes_are_told(string sections, string where, string rule) =>
        Assert.Contains(Errors(sections), error => error.Contains(where, StringComparison.Ordinal) && error.Contains(rule, StringComparison.Ordinal));

    [Fact]
    public void A_task_that_is_configured_differently_is_a_difference()
    {
        var before = Load("[cc.task.plain]\ntext = x\n[cc.task.flexible]\ncommand = a");

        Assert.Equal(["cc.task.flexible"], Load("[cc.task.plain]\ntext=x\n[cc.task.flexible]\ncommand = b").DifferenceTo(before));
        Assert.Equal(["cc.task.plain"], Load("[cc.task.plain]\ntext = x\ntime-limit = 3\n[cc.task.flexible]\ncommand = a").DifferenceTo(before));
    }

    private static NodeConfiguration Load(string sections) => Configurations.Load(Text(sections), Catalog);

    private static string[] Errors(string sections) => Configurations.Errors(Text(sections), Catalog);

    private static string Text(string sections) => $"{Configurations.Main}{Runner}{sections}";

    private static ComponentCatalog Catalog { get; } = Configurations.CatalogOf(typeof(TaskerHandler), typeof(PlainTask));
}
