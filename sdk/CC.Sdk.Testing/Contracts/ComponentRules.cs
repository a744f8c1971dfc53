using System.Text.RegularExpressions;
using CC.Sdk.Options;

namespace CC.Sdk.Testing.Contracts;

/// <summary>Rules for components of every kind.</summary>
internal static partial class ComponentRules
{
    public static IEnumerable<ContractCheck> Of(ContractSubject subject)
    {
        yield return new("MUST-03", "it has at least one public class marked as a component, which is what it is marked as", () => Check(subject, Kind));
        yield return new("MUST-04", "a component's name has lower-case letters, digits, '_' and '-'", () => Check(subject, Name));
        yield return new("MUST-05", "a component has one public constructor, which asks for what a component can have", () => Check(subject, Constructor));
        yield return new("MUST-06", "options are of the kinds that a configuration has", () => Check(subject, Options));
        yield return new("MUST-07", "its sample configures each component, and binds", () => Sample(subject));
        yield return new("MUST-08", "a component can be made beside another one of the same section, and ended again", () => TwiceAsync(subject));
    }

    private static Task Check(ContractSubject subject, Func<Type, string?> problem)
    {
        var context = subject.Load();
        var components = ContractSubject.ComponentsOf(context);
        var problems = components.Select(problem).OfType<string>().ToArray();
        context.Unload();
        return components is [] ? throw new ContractViolation("no public class is marked [Handler], [Daemon] or [Task]")
            : problems is [] ? Task.CompletedTask
            : throw new ContractViolation(string.Join("; ", problems));
    }

    private static string? Kind(Type component)
    {
        var contract = Attribute.IsDefined(component, typeof(HandlerAttribute)) ? typeof(IHandler)
            : Attribute.IsDefined(component, typeof(DaemonAttribute)) ? typeof(IDaemon)
            : typeof(ITask);
        return contract.IsAssignableFrom(component) && component is { IsAbstract: false, ContainsGenericParameters: false }
            ? null
            : $"{component} is no {contract.Name} that can be made";
    }

    private static string? Name(Type component) =>
        ContractSubject.NameOf(component) is { } name && !ComponentName().IsMatch(name) ? $"{component} is named '{name}'" : null;

    private static string? Constructor(Type component) => component.GetConstructors() is not [var only]
        ? $"{component} has {component.GetConstructors().Length} public constructors"
        : only.GetParameters().Select(parameter => parameter.ParameterType).FirstOrDefault(type => !ComponentMaker.IsGiven(type) && !ContractSubject.IsOptions(component, type)) is { } odd
            ? $"{component} asks for {odd}"
            : null;

    private static string? Options(Type component) =>
        ContractSubject.OptionsOf(component) is { } options && OptionDescriptor.Of(options).FirstOrDefault(option => !option.IsSupported) is { } odd
            ? $"{odd.Declaration} can't be an option"
            : null;

    private static Task Sample(ContractSubject subject)
    {
        var context = subject.Load();
        var components = ContractSubject.ComponentsOf(context);
        foreach (var component in components)
        {
            var sections = subject.SectionsOf(component);
            if (sections is [])
            {
                throw new ContractViolation($"no section of the sample has {ContractSubject.KeyOf(component)} = {ContractSubject.NameOf(component)}");
            }

            foreach (var section in sections)
            {
                subject.Bind(component, section);
            }
        }

        context.Unload();
        return Task.CompletedTask;
    }

    /// <summary>A build that is tried, and one that takes over, are made while the one before is still at work.</summary>
    private static async Task TwiceAsync(ContractSubject subject)
    {
        var context = subject.Load();
        foreach (var (component, section, options) in subject.Configured(context).ToArray())
        {
            var one = await ComponentMaker.MakeAsync(component, options, section.Name, subject.Patience).ConfigureAwait(false);
            var another = await ComponentMaker.MakeAsync(component, options, section.Name, subject.Patience).ConfigureAwait(false);
            await ComponentMaker.EndAsync(another, subject.Patience).ConfigureAwait(false);
            await ComponentMaker.EndAsync(one, subject.Patience).ConfigureAwait(false);
        }

        context.Unload();
    }

    [GeneratedRegex("^[a-z0-9_-]+$")]
    private static partial Regex ComponentName();
}
