namespace CC.Sdk.Options;

/// <summary>What a section that an option names has to configure.</summary>
public enum SectionKind
{
    /// <summary>The option names no sections.</summary>
    None,

    /// <summary>A handler.</summary>
    Handler,

    /// <summary>A daemon.</summary>
    Daemon,

    /// <summary>A task. Sections that are named <c>cc.task.NAME</c> need not be referred to.</summary>
    Task,

    /// <summary>
    /// Nothing by itself: it has options of the component that names it, those of <see cref="OptionAttribute.ReferredOptions"/>, which the component reads with
    /// <see cref="IComponents.OptionsOf"/>. For what there may be several of, each with options of its own.
    /// </summary>
    Part,
}
